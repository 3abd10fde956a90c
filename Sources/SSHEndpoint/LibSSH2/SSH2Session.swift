internal import CSSH2
internal import FerryEndpoints
internal import Glibc

/// A session of libssh2, which never blocks by itself. It belongs to one thread at a time.
final class SSH2Session: @unchecked Sendable {
    let library: SSH2Library
    let wire: SSH2Wire
    let raw: OpaquePointer

    private static let waits = LIBSSH2_ERROR_EAGAIN
    /// How SFTP is spoken here. Servers that have both look for this name: asyncssh takes the names of a symlink in OpenSSH's order
    /// (OpenSSH's PROTOCOL, 4.1) from those alone who have it in their version, and else makes links the wrong way round.
    private static let dialect = "OpenSSH"
    /// By the user's wish.
    private static let byApplication: Int32 = 11

    init(_ library: SSH2Library, over wire: SSH2Wire) throws(ConnectionFailure) {
        let context = Unmanaged.passUnretained(wire).toOpaque()
        guard let raw = library.functions.pointee.session_init_ex(nil, nil, nil, context) else {
            throw ConnectionFailure(.unsupported, "libssh2 cannot begin a session", whileConnecting: true)
        }
        (self.library, self.wire, self.raw) = (library, wire, raw)
        ferry_ssh2_set_wire(library.functions, raw, SSH2Callbacks.send, SSH2Callbacks.receive)
        ssh2.session_set_blocking(raw, 0)
        _ = ssh2.session_banner_set(raw, "SSH-2.0-libssh2_\(library.version) \(Self.dialect)")
    }

    deinit {
        _ = ssh2.session_free(raw)
    }

    var ssh2: ferry_ssh2 { library.functions.pointee }

    /// Agrees on methods and keys. Of the server's host keys one of the kinds `hostKeyTypes` is asked for.
    func shakeHands(hostKeyTypes: [String], deadline: Deadline) throws(ConnectionFailure) -> HostKey {
        _ = ssh2.session_method_pref(raw, LIBSSH2_METHOD_HOSTKEY, hostKeyTypes.joined(separator: ","))
        try complete(deadline) { ssh2.session_handshake(raw, wire.socket) }
        var (length, type) = (0, Int32(0))
        guard let blob = ssh2.session_hostkey(raw, &length, &type),
            let key = HostKey(blob: Array(UnsafeRawBufferPointer(start: blob, count: length)))
        else { throw .violation("it has no host key") }
        return key
    }

    /// Says goodbye, as far as the socket takes it.
    func disconnect() {
        _ = ssh2.session_disconnect_ex(raw, Self.byApplication, "", "")
        wire.flush()
    }

    /// Calls until the network is not waited for any more.
    func complete(_ deadline: Deadline, _ call: () -> Int32) throws(ConnectionFailure) {
        while true {
            let status = call()
            if status >= 0 { return }
            guard status == Self.waits else { throw failure(status) }
            try wire.wait(until: deadline)
        }
    }

    /// The same for calls whose result is a pointer. Nil is a result where `isFailure` does not know the error.
    func completed<Pointer>(_ deadline: Deadline, _ call: () -> Pointer?) throws(ConnectionFailure) -> Pointer? {
        while true {
            if let pointer = call() { return pointer }
            guard ssh2.session_last_errno(raw) == Self.waits else { return nil }
            try wire.wait(until: deadline)
        }
    }

    /// What the last call of the session ended with.
    func lastFailure() -> ConnectionFailure { failure(ssh2.session_last_errno(raw)) }

    func failure(_ status: Int32) -> ConnectionFailure {
        SSH2Failure.failure(status, words: lastWords, of: library, isOver: wire.isOver)
    }

    private var lastWords: String {
        var words: UnsafeMutablePointer<CChar>?
        var length: Int32 = 0
        _ = ssh2.session_last_error(raw, &words, &length, 0)
        return words.map { String(cString: $0) } ?? ""
    }
}
