internal import CTLS
internal import FerryEndpoints

/// Whose certificates are believed: the same for all connections to one server.
final class TLSContext: @unchecked Sendable {
    let tls: UnsafePointer<ferry_tls>
    let raw: OpaquePointer

    /// - Parameter certificateFile: Certificates to trust instead of the system's.
    init(certificateFile: String?) throws(FTPFailure) {
        guard let library = TLSLibrary.shared else {
            throw FTPFailure(.unsupported, "libssl is not installed (libssl.so.3)")
        }
        tls = library.functions
        guard let raw = ferry_tls_context(tls) else { throw FTPFailure(.unsupported, "TLS cannot be used") }
        self.raw = raw
        let isLoaded =
            certificateFile.map { tls.pointee.context_trust_file(raw, $0) } ?? tls.pointee.context_trust_system(raw)
        guard isLoaded == 1 else { throw FTPFailure(.untrustedHost, "there are no certificates to trust") }
    }

    deinit {
        tls.pointee.context_free(raw)
    }
}

/// By what a later session goes on with an earlier one, of the same server.
final class TLSTicket: @unchecked Sendable {
    let raw: OpaquePointer
    private let context: TLSContext

    init(owning raw: OpaquePointer, _ context: TLSContext) {
        self.raw = raw
        self.context = context
    }

    deinit {
        context.tls.pointee.ticket_free(raw)
    }
}
