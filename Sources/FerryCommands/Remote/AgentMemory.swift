internal import FerryCore
internal import FerryState
internal import SSHEndpoint

/// Whether a host had no ferry when it was last asked: to ask costs a connection. Where it is wrong, SFTP does what ferry there would.
struct AgentMemory: Sendable {
    private let store: StateStore
    /// What is reached: the host, the account, and how.
    private let way: [UInt8]

    init(of access: SSHAccess, in store: StateStore) {
        self.store = store
        let (target, options) = (access.target, access.options)
        var words = access.usesProgram ? options.remoteShell : ["libssh2"]
        // A key may lead to a command of its own.
        words += ["-i"] + options.identities
        words += ["--", target.user ?? "", target.host, target.port.map { "\($0)" } ?? ""]
        way = Array(words.joined(separator: "\0").utf8)
    }

    /// How many seconds ago it was found to have none; nil where it has to be asked.
    var timeWithout: Int64? { store.timeWithoutAgent(way) }

    func rememberNone() { store.rememberNoAgent(way) }

    /// One was found, or nothing else.
    func forget() {
        if timeWithout != nil { store.forgetNoAgent(way) }
    }
}
