internal import FerryCore
internal import FerryEndpoints

/// Why a request of FTP was of no use.
struct FTPFailure: Error, Sendable {
    let code: EndpointError.Code
    let reason: String
    /// The reply that refused, which may mean more to whoever knows what was asked; nil where none did.
    var reply: Int?
    /// Whether the server refused to turn to TLS.
    var lacksTLS = false

    init(_ code: EndpointError.Code, _ reason: String? = nil) {
        self.code = code
        self.reason = reason ?? code.reason
    }

    init(refusing reply: Int) {
        code = Self.code(of: reply)
        reason = "\(code.reason) (reply \(reply))"
        self.reply = reply
    }

    /// - Parameter lastReply: The code of the last reply, 0 without any.
    init(_ failure: CurlFailure, lastReply: Int) {
        if failure.refusesTLS {
            self.init(.untrustedHost, "the server offers no TLS")
            lacksTLS = true
        } else if lastReply >= 400, failure.isRefusal {
            self.init(refusing: lastReply)
        } else {
            self.init(failure.code, DisplayName.escaping(failure.reason.utf8))
        }
    }

    func error(_ operation: EndpointError.Operation, _ path: RelativePath?, at location: String) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }
}
