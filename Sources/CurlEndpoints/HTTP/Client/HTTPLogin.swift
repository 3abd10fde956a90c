public import FerryCore

/// Who asks, and the proof of it, for the server that it is meant for only.
public enum HTTPLogin: Sendable, Hashable {
    /// Proven as the server wants it: by the password itself (RFC 7617), or by digests of it (RFC 7616).
    case password(Login)
    /// RFC 6750
    case bearer(String)

    /// The value of `Authorization` that needs nothing from the server.
    var authorization: String {
        switch self {
        case .password(let login): "Basic " + Base64.encode(Array("\(login.user):\(login.password)".utf8))
        case .bearer(let token): "Bearer \(token)"
        }
    }
}
