internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// A program that prints credentials ("Sourcing credentials with an external process").
struct CredentialProcess {
    let command: String
    /// Seconds.
    var patience = 60

    private static let name = "credential_process"
    private static let version = "1"

    func fetch() throws(CredentialFailure) -> Credentials {
        let output = try run()
        var scanner = JSONScanner(output)
        if let version = scanner.object()?["Version"], !version.elementsEqual(Self.version.utf8) {
            throw CredentialFailure("\(Self.name): version \(DisplayName.escaping(version)) of its answer is not known")
        }
        let credentials = try CredentialDocument.credentials(output, from: Self.name)
        if let end = credentials.expiration, end <= .now {
            throw CredentialFailure("\(Self.name): the credentials that it printed have expired")
        }
        return credentials
    }

    /// What it printed. It stays in the foreground, where it may ask for a code.
    private func run() throws(CredentialFailure) -> [UInt8] {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Self.notStarted }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let child = Self.spawn(command, output: ends[1])
        close(ends[1])
        guard let child else { throw Self.notStarted }
        let output = read(ends[0])
        if output == nil { kill(child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        guard let output else {
            throw CredentialFailure("\(Self.name) has not ended after \(patience) seconds", .timedOut)
        }
        guard status == 0 else { throw CredentialFailure("\(Self.name) failed with status \((status >> 8) & 0xFF)") }
        return output
    }

    private static var notStarted: CredentialFailure { CredentialFailure("\(name) cannot be started") }

    /// What comes on standard input is the user's data, and not for it.
    private static func spawn(_ command: String, output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        let words: [String] = ["sh", "-c", command]
        let arguments = words.map { strdup($0) }
        defer { arguments.forEach { free($0) } }
        var child = pid_t()
        return posix_spawn(&child, "/bin/sh", &actions, nil, arguments + [nil], environ) == 0 ? child : nil
    }

    /// Nil where it does not end in time.
    private func read(_ descriptor: Int32) -> [UInt8]? {
        let end = ContinuousClock.now + .seconds(patience)
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let rest = (end - ContinuousClock.now) / .milliseconds(1)
            var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&question, 1, Int32(max(0, rest)))
            if ready < 0 && errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return output }
            output += chunk[..<count]
        }
    }
}
