internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// A program whose standard input and output are one socket, and whose complaints are kept.
final class ChildProcess: Sendable {
    let stream: SocketStream
    private let complaints: Complaints
    private let child: pid_t
    private let ending = Monitor<Int32?>(nil)

    /// Microseconds between two looks at a child that should end, and how many.
    private static let pause: UInt32 = 2000
    private static let looks = 500

    /// Starts `command`, found on PATH, with these variables added to this process's.
    ///
    /// Interrupts from the terminal are blocked in it: they ask this process to end in good order, for which it needs the
    /// connection. Should this process die, the child sees the end of its input.
    ///
    /// - Parameter tell: Told what ssh wants the user to do.
    init(
        _ command: [String], adding variables: [String: String], _ cancellation: Cancellation,
        telling tell: (@Sendable (String) -> Void)? = nil
    ) throws(ConnectionFailure) {
        let (ours, theirs) = try SocketStream.pair()
        stream = SocketStream(owning: ours, cancellation)
        defer { close(theirs) }
        let complaints = try Complaints(telling: tell)
        let standard = [theirs, theirs, complaints.descriptor]
        let started = Result { () throws(ConnectionFailure) in try Self.spawn(command, variables, standard: standard) }
        complaints.handedOver()
        self.complaints = complaints
        child = try started.get()
    }

    /// It ends by itself, a round trip after its input: nobody needs to wait for that.
    deinit {
        stream.close()
        let child = self.child
        guard ending.withLock({ $0 }) == nil else { return }
        WorkerThread { while waitpid(child, nil, 0) < 0 && errno == EINTR {} }.detach()
    }

    /// Whether it, or a program that it started, asks the user for something.
    func isAsking(through program: String?) -> Bool { OpenQuestion.isOpen(by: child, askingThrough: program) }

    /// The end of what it wrote to its standard error.
    var lastWords: String { complaints.text }

    /// The exit status, 128 and the number of a signal that ended it, as shells say; nil where it has not ended after a
    /// while. It is not killed: other sessions may share its connection, and a dead one ends by its keepalive.
    func exitStatus() -> Int32? {
        ending.update { status in
            status = status ?? waitForEnd()
            return status
        }
    }

    /// Ends one that nobody else can have a use for yet. ssh gives a terminal its echo back.
    func terminate() {
        ending.withLock { if $0 == nil { kill(child, SIGTERM) } }
    }

    private func waitForEnd() -> Int32? {
        var status: Int32 = 0
        for _ in 0..<Self.looks {
            if waitpid(child, &status, WNOHANG) != 0 { return Self.shellStatus(status) }
            usleep(Self.pause)
        }
        return nil
    }

    private static func shellStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    private static func spawn(
        _ command: [String], _ variables: [String: String], standard: [CInt]
    ) throws(ConnectionFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in standard.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(number))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        setSignals(of: &attributes)
        let arguments = CStrings(command)
        let environment = CStrings(Self.environment(adding: variables))
        var child = pid_t()
        let status = posix_spawnp(&child, command[0], &actions, &attributes, arguments.pointers, environment.pointers)
        guard status == 0 else { throw failure("cannot start '\(command[0])'", status) }
        return child
    }

    private static func setSignals(of attributes: inout posix_spawnattr_t) {
        var blocked = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGINT)
        sigaddset(&blocked, SIGHUP)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        var usual = sigset_t()
        sigemptyset(&usual)
        sigaddset(&usual, SIGPIPE)
        sigaddset(&usual, SIGXFSZ)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    private static func environment(adding variables: [String: String]) -> [String] {
        var result: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if variables[String(text.prefix { $0 != "=" })] == nil { result.append(text) }
            next += 1
        }
        return result + variables.map { "\($0.key)=\($0.value)" }
    }

    private static func failure(_ what: String, _ number: CInt) -> ConnectionFailure {
        ConnectionFailure(.unsupported, "\(what): \(String(cString: strerror(number)))", whileConnecting: true)
    }
}

/// A null-terminated array of C strings.
private struct CStrings: ~Copyable {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) {
        pointers = strings.map { strdup($0) } + [nil]
    }

    deinit {
        for pointer in pointers { free(pointer) }
    }
}
