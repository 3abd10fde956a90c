internal import CTLS
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// TLS as a pure transformation: what came from the other side goes in, what is to be sent to it comes out. Used by one
/// thread at a time.
final class TLSSession {
    private let context: TLSContext
    private let raw: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer

    private var tls: ferry_tls { context.tls.pointee }

    /// - Parameter host: The name, or the address, for which the certificate must be.
    init(_ context: TLSContext, host: String, resuming ticket: TLSTicket?) throws(FTPFailure) {
        let tls = context.tls.pointee
        guard let raw = tls.session_new(context.raw) else { throw Self.noMemory }
        guard let incoming = tls.bio_new(tls.bio_memory()), let outgoing = tls.bio_new(tls.bio_memory()) else {
            tls.session_free(raw)
            throw Self.noMemory
        }
        self.context = context
        (self.raw, self.incoming, self.outgoing) = (raw, incoming, outgoing)
        // The session owns both from here on.
        tls.set_bio(raw, incoming, outgoing)
        tls.set_connect_state(raw)
        if tls.set_address(tls.parameters(raw), host) != 1 {
            ferry_tls_name(context.tls, raw, host)
            _ = tls.set_host(raw, host)
        }
        if let ticket { _ = tls.set_ticket(raw, ticket.raw) }
    }

    deinit {
        tls.session_free(raw)
    }

    /// Returns whether the other side has shown who it is; else something is to be sent, or awaited.
    func shakeHands() throws(FTPFailure) -> Bool {
        tls.clear_errors()
        let status = tls.do_handshake(raw)
        if status == 1 { return true }
        guard try failed(status, "the TLS handshake failed") == nil else {
            throw FTPFailure(.unreachable, "the server ended the TLS handshake")
        }
        return false
    }

    /// Returns how many bytes there were, 0 at the end, nil where more must come first.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FTPFailure) -> Int? {
        tls.clear_errors()
        let count = tls.read(raw, buffer.baseAddress, Int32(clamping: buffer.count))
        return count > 0 ? Int(count) : try failed(count, "the TLS connection failed")
    }

    /// Takes all of it, to be sent.
    func write(_ bytes: UnsafeRawBufferPointer) throws(FTPFailure) {
        if bytes.isEmpty { return }
        tls.clear_errors()
        let count = tls.write(raw, bytes.baseAddress, Int32(bytes.count))
        if count <= 0 { _ = try failed(count, "the TLS connection failed") }
    }

    /// Says that nothing more will be sent.
    func endWriting() { _ = tls.shutdown(raw) }

    func received(_ bytes: UnsafeRawBufferPointer) {
        _ = tls.bio_write(incoming, bytes.baseAddress, Int32(bytes.count))
    }

    /// Whether something came that was not read yet.
    var hasReceived: Bool { ferry_tls_pending(context.tls, incoming) > 0 }

    /// What is to be sent by now.
    func takeOutgoing() -> [UInt8] {
        let count = Int(ferry_tls_pending(context.tls, outgoing))
        if count <= 0 { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            length = max(0, Int(tls.bio_read(outgoing, buffer.baseAddress, Int32(count))))
        }
    }

    /// What further sessions can go on with.
    var ticket: TLSTicket? { tls.get_ticket(raw).map { TLSTicket(owning: $0, context) } }

    // MARK: Failures

    /// Nil where more must come from the other side, 0 at the end.
    private func failed(_ status: Int32, _ what: String) throws(FTPFailure) -> Int? {
        switch tls.get_error(raw, status) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return nil
        case SSL_ERROR_ZERO_RETURN: return 0
        default: throw failure(what)
        }
    }

    private func failure(_ what: String) -> FTPFailure {
        let verdict = tls.get_verify_result(raw)
        if verdict != Int(X509_V_OK) {
            let words = tls.verify_error_string(verdict).map { String(cString: $0) } ?? "error \(verdict)"
            return FTPFailure(.untrustedHost, "the server's certificate is not trusted: \(words)")
        }
        guard let words = tls.reason_string(tls.get_queued_error()) else { return FTPFailure(.unreachable, what) }
        return FTPFailure(.unreachable, "\(what): \(String(cString: words))")
    }

    private static let noMemory = FTPFailure(.unsupported, "TLS cannot be used: out of memory")
}
