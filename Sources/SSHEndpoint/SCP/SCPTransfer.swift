internal import FerryCore
internal import FerryEndpoints

/// A program of scp on the host that sends or takes one file, in a shell that is nobody else's meanwhile.
final class SCPTransfer {
    let dialogue: ShellDialogue
    private let lease: ShellLease
    private var isOver = false

    /// Starts it by a function of `RemoteCommands` that says `go`.
    init(_ function: String, _ words: [[UInt8]], on host: SCPHost) throws(SCPError) {
        let lease = try host.takeShell()
        self.lease = lease
        let (dialogue, outcome) = try SCPError.naming { () throws(ConnectionFailure) in
            try ShellDialogue.begin(RemoteCommands.call(function, words), in: lease.shell, patience: host.patience)
        }
        guard let dialogue else {
            lease.giveBack()
            throw .status(outcome.status)
        }
        self.dialogue = dialogue
    }

    deinit {
        abandon()
    }

    /// Waits for its end, after which the shell is free for others.
    func finish() throws(SCPError) {
        let outcome = try SCPError.naming { () throws(ConnectionFailure) in try dialogue.finish() }
        release()
        if outcome.status != 0 { throw SCPStatus.ended(outcome.status) }
    }

    /// Waits for its end after it refused something. Whether the shell is free for others then: else it ended, too.
    func outlast() -> Bool {
        if isOver { return true }
        guard (try? dialogue.finish()) != nil else {
            abandon()
            return false
        }
        release()
        return true
    }

    private func release() {
        isOver = true
        lease.giveBack()
    }

    /// Ends it in the middle, and the shell with it.
    func abandon() {
        if isOver { return }
        isOver = true
        dialogue.abandon()
    }
}
