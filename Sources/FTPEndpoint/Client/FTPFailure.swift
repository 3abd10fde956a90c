internal import FerryCore
internal import FerryEndpoints

/// Why a request of FTP was of no use.
struct FTPFailure: Error, Sendable {
    let code: EndpointError.Code
    let reason: String
    /// The reply that refused, which may mean more to whoever knows what was asked; nil where none did.
    var reply: Int?
    /// Whether the server ended the connection before it said a word.
    var isUngreeted = false
    /// Whether the server refused to turn to TLS.
    var lacksTLS = false

    init(_ code: EndpointError.Code, _ reason: String? = nil) {
        self.code = code
        self.reason = reason ?? code.reason
    }

    /// - Parameters:
    ///   - circumstance: What may be the cause, as far as it is known here.
    ///   - code: What it means, where that is known better than from the reply.
    init(refusing reply: FTPReply, _ circumstance: String? = nil, as code: EndpointError.Code? = nil) {
        self.code = code ?? Self.code(of: reply.code)
        let said = DisplayName.escaping(reply.text.prefix(Self.longestQuotation))
        reason =
            "\(self.code.reason) (reply \(reply.code)" + (said.isEmpty ? "" : ": \(said)") + ")"
            + (circumstance.map { ": \($0)" } ?? "")
        self.reply = reply.code
    }

    /// Of a server's words, in bytes.
    private static let longestQuotation = 200

    static var lackingTLS: FTPFailure {
        var failure = FTPFailure(.untrustedHost, "the server offers no TLS")
        failure.lacksTLS = true
        return failure
    }

    func error(_ operation: EndpointError.Operation, _ path: RelativePath?, at location: String) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }
}
