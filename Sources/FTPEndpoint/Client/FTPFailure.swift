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

    /// - Parameter circumstance: What may be the cause, as far as it is known here.
    init(refusing reply: Int, _ circumstance: String? = nil) {
        code = Self.code(of: reply)
        reason = "\(code.reason) (reply \(reply))" + (circumstance.map { ": \($0)" } ?? "")
        self.reply = reply
    }

    static var lackingTLS: FTPFailure {
        var failure = FTPFailure(.untrustedHost, "the server offers no TLS")
        failure.lacksTLS = true
        return failure
    }

    func error(_ operation: EndpointError.Operation, _ path: RelativePath?, at location: String) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }
}
