internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// A host without SFTP: shells of the account there, each used by one thread at a time and kept for the next one.
public final class SCPHost: Sendable {
    private struct State {
        var idle: [ShellSession] = []
        /// Those that are in use, and those that wait for it.
        var open = 0
        /// How many the server has granted at a time, once it refused one more.
        var granted = Int.max
        /// How many each thread has.
        var holders: [pthread_t: Int] = [:]
        /// Who we are there, once a shell has told.
        var account: Account?
        /// Staged files that broke off with their connections.
        var brokenOff: [[UInt8]] = []
    }

    /// What `id` says of the account.
    struct Account {
        let isRoot: Bool
        /// Nil where it does not tell them.
        let groups: Set<UInt32>?
    }

    let access: SSHAccess
    let hashing: RemoteHashing
    private let sweeper: Sweeper<ShellSession, ConnectionFailure>
    private let state = Monitor(State())

    /// Shells that wait for work; more end with it.
    private static let mostIdle = 8
    /// For what is left to do when the run was cancelled.
    private static let lastSeconds = 5

    public init(_ access: SSHAccess) {
        self.access = access
        sweeper = Sweeper { () throws(ConnectionFailure) in
            let stream = try access.startAfterTheEnd(.command("sh"), within: Self.lastSeconds)
            return try ShellSession(over: stream, greeting: Self.lastSeconds)
        }
        hashing = RemoteHashing(
            by: AccountShell(patience: access.options.timeout) { () throws(ConnectionFailure) in
                try access.start(.command("sh"), mayAsk: false)
            })
    }

    var patience: Int? { access.options.timeout }

    /// Where every shell has to be paid for with a password typed, one thread is enough.
    var advisedConnections: Int { access.asksOnce ? 4 : 1 }

    func account() throws(SCPError) -> Account {
        if let known = state.withLock({ $0.account }) { return known }
        try withShell { (_) throws(SCPError) in }
        return state.withLock { $0.account ?? Account(isRoot: false, groups: nil) }
    }

    /// Removes a file that nobody wants any more, as far as that can be done; also when the run was cancelled.
    func sweep(_ word: [UInt8]) {
        let script = Array("rm -f ".utf8) + ShellWord.quoting(word)
        let isPossible = !access.isCancelled || state.withLock { !$0.idle.isEmpty }
        if isPossible, (try? run(script)) != nil { return }
        if access.isCancelled {
            sweeper.sweep { (shell) throws(ConnectionFailure) in _ = try shell.run(script, patience: Self.lastSeconds) }
        }
    }

    /// Leaves a file of a broken connection to `clearUp`: what is at its other end may go on with it.
    func sweepLater(_ word: [UInt8]) {
        state.withLock { $0.brokenOff.append(word) }
    }

    /// Removes files of broken connections, when all else is done, as long as there is a connection.
    func clearUp() {
        let words = state.withLock { state in
            defer { state.brokenOff = [] }
            return state.brokenOff
        }
        if words.isEmpty { return }
        let script = Array("rm -f".utf8) + words.flatMap { [UInt8(ascii: " ")] + ShellWord.quoting($0) }
        while state.withLock({ !$0.idle.isEmpty }) {
            if (try? run(script)) != nil { return }
        }
    }

    /// Runs a script, and returns what it printed.
    func run(_ script: [UInt8]) throws(SCPError) -> [UInt8] {
        try withShell { (shell) throws(SCPError) in try shell.result(of: script, patience) }
    }

    func withShell<Result>(_ body: (ShellSession) throws(SCPError) -> Result) throws(SCPError) -> Result {
        let lease = try takeShell()
        // A script that failed leaves the shell at rest, too.
        defer { lease.giveBack() }
        return try body(lease.shell)
    }

    /// A shell for whoever calls, to be given back once it is at rest. Waits where there are as many as there may be, or as the
    /// server grants.
    func takeShell() throws(SCPError) -> ShellLease {
        let holder = pthread_self()
        while true {
            if let shell = place(for: holder) {
                if shell.failure == nil { return ShellLease(shell, by: holder, of: self) }
                ended(nil, by: holder)
                continue
            }
            do throws(SCPError) {
                return ShellLease(try newShell(), by: holder, of: self)
            } catch {
                ended(nil, by: holder)
                if error.code == .cancelled || !canWait(holder) { throw error }
            }
        }
    }

    /// Whether there are shells of others to wait for, where the server does not grant one more.
    private func canWait(_ holder: pthread_t) -> Bool {
        state.update { state in
            guard state.open > 0, state.holders[holder] == nil else { return false }
            state.granted = min(state.granted, state.open)
            return true
        }
    }

    /// An idle shell; nil where there may be a new one. A thread that has one already gets another at once: waiting for
    /// each other could take forever.
    private func place(for holder: pthread_t) -> ShellSession? {
        let most = access.options.mostConnections ?? .max
        return state.wait { (state) -> ShellSession?? in
            let shell = state.idle.popLast()
            if shell == nil {
                let isFull = state.open >= min(most, state.granted)
                guard !isFull || state.holders[holder] != nil else { return nil }
                state.open += 1
            }
            state.holders[holder, default: 0] += 1
            return .some(shell)
        }
    }

    private func newShell() throws(SCPError) -> ShellSession {
        do throws(ConnectionFailure) {
            let stream = try access.start(.command("sh"))
            return try prepared(try ShellSession(over: stream, greeting: access.options.greeting))
        } catch {
            var failure = error
            failure.whileConnecting = true
            throw .lost(failure)
        }
    }

    /// A thread's shell is no longer in use: it waits for the next one, unless it is nil, broken or one too many. Where it was cut
    /// off, those that wait are likely to be so, too: each of them would cost an attempt.
    fileprivate func ended(_ shell: ShellSession?, by holder: pthread_t) {
        let wasLost = shell?.failure?.isLoss == true
        // Those that are dropped end outside the lock.
        _ = state.update { state in
            let dropped = wasLost ? state.idle : []
            state.idle.removeLast(dropped.count)
            state.open -= dropped.count
            let left = state.holders[holder, default: 1] - 1
            state.holders[holder] = left == 0 ? nil : left
            if let shell, shell.failure == nil, state.idle.count < Self.mostIdle {
                state.idle.append(shell)
            } else {
                state.open -= 1
            }
            return dropped
        }
    }

    private func prepared(_ shell: ShellSession) throws(ConnectionFailure) -> ShellSession {
        let prelude = RemoteCommands.prelude(
            umask: access.options.umask, followsDirectoryLinks: access.options.followsDirectoryLinks,
            mark: shell.mark)
        _ = try shell.run(prelude, patience: patience)
        let outcome = try shell.run(RemoteCommands.probe, patience: patience)
        guard outcome.status == 0 else {
            throw ConnectionFailure(
                SCPStatus.code(outcome.status), SCPStatus.reason(outcome.status) ?? "it has no shell")
        }
        let lines = outcome.output.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
        let account = Account(
            isRoot: lines.first?.elementsEqual("0".utf8) == true,
            groups: lines.count < 2 ? nil : AccountShell.groups(in: Array(lines[1])))
        state.withLock { $0.account = account }
        return shell
    }
}

/// A shell that is in use by somebody. Dropped without being given back, it is not used any more.
final class ShellLease {
    let shell: ShellSession
    private let holder: pthread_t
    private let host: SCPHost
    private var isOver = false

    fileprivate init(_ shell: ShellSession, by holder: pthread_t, of host: SCPHost) {
        self.shell = shell
        self.holder = holder
        self.host = host
    }

    deinit {
        if !isOver { host.ended(shell.failure == nil ? nil : shell, by: holder) }
    }

    func giveBack() {
        isOver = true
        host.ended(shell, by: holder)
    }
}

extension ShellSession {
    /// What a script printed; any other status than 0 is an error.
    func result(of script: [UInt8], _ patience: Int?) throws(SCPError) -> [UInt8] {
        let outcome: Outcome
        do throws(ConnectionFailure) {
            outcome = try run(script, patience: patience, mostOutput: RemoteListingLimit.bytes)
        } catch {
            throw .lost(error)
        }
        if outcome.status != 0 { throw .status(outcome.status) }
        return outcome.output
    }
}

/// What one directory may be described with: two million names.
enum RemoteListingLimit {
    static let bytes = 256 << 20
}
