internal import CSSH2

/// The program that holds the user's keys (ssh-agent(1)), as libssh2 talks to it.
final class SSH2Agent {
    struct Identity {
        fileprivate let raw: UnsafeMutablePointer<libssh2_agent_publickey>
        /// The kind of key; nil where it cannot be told.
        let type: String?
        let comment: String
    }

    private let session: SSH2Session
    private let raw: OpaquePointer

    /// Nil where none answers at that socket.
    init?(_ session: SSH2Session, _ path: String) {
        guard let raw = session.ssh2.agent_init(session.raw) else { return nil }
        (self.session, self.raw) = (session, raw)
        session.ssh2.agent_set_identity_path(raw, path)
        guard session.ssh2.agent_connect(raw) == 0, session.ssh2.agent_list_identities(raw) == 0 else { return nil }
    }

    deinit {
        _ = session.ssh2.agent_disconnect(raw)
        session.ssh2.agent_free(raw)
    }

    var identities: [Identity] {
        var found: [Identity] = []
        var next: UnsafeMutablePointer<libssh2_agent_publickey>?
        while session.ssh2.agent_get_identity(raw, &next, next) == 0, let identity = next {
            let blob = Array(UnsafeRawBufferPointer(start: identity.pointee.blob, count: identity.pointee.blob_len))
            let comment = identity.pointee.comment.map { String(cString: $0) } ?? ""
            found.append(Identity(raw: identity, type: HostKey(blob: blob)?.type, comment: comment))
        }
        return found
    }

    /// The status of libssh2.
    func prove(_ identity: Identity, _ user: String) -> Int32 {
        session.ssh2.agent_userauth(raw, user, identity.raw)
    }
}
