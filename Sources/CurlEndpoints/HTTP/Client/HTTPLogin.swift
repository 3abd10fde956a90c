package import FerryCore

/// Who asks, and the proof of it. Sent with the first request already, to the server that it is meant for only.
package enum HTTPLogin: Sendable, Hashable {
    /// RFC 7617
    case basic(Login)
    /// RFC 6750
    case bearer(String)

    /// The value of `Authorization`.
    var authorization: String {
        switch self {
        case .basic(let login): "Basic " + Base64.encode(Array("\(login.user):\(login.password)".utf8))
        case .bearer(let token): "Bearer \(token)"
        }
    }
}
