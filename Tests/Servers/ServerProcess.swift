package import Glibc

/// A server in the foreground, as a child of the tests: ended, with all that it started, when this value goes or the
/// tests die, in whatever way.
package final class ServerProcess: Sendable {
    package let identifier: pid_t
    /// The end of a pair of sockets that is open as long as the tests live. The kernel closes it for tests that are killed.
    private let lifeline: Int32

    /// Kills the server's process group once descriptor 3 has no writer any more.
    private static let watched = "(read -r _ <&3; kill -KILL 0) & exec \"$@\" 3<&- </dev/null"

    /// Starts `command`, found on PATH unless it is a path, in a process group of its own. What it prints goes to the
    /// file `log`.
    package init(_ command: [String], environment: [String: String] = [:], log: String) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        precondition(socketpair(AF_UNIX, kind, 0, &ends) == 0, "no socket pair")
        defer { close(ends[0]) }
        let variables = environment.map { "\($0.key)=\($0.value)" }
        identifier = Self.spawn(
            ["sh", "-c", Self.watched, "sh", "env"] + variables + command, alive: ends[0], log: log)
        lifeline = ends[1]
    }

    deinit {
        end()
        close(lifeline)
    }

    package var isRunning: Bool { waitpid(identifier, nil, WNOHANG) == 0 }

    /// Waits until it accepts connections. Says where the log is when that does not come.
    package func waitUntilListening(on port: Int, log: String, seconds: Int = 60) {
        for _ in 0..<(seconds * 50) {
            if FreePort.isListening(port) { return }
            guard isRunning else { break }
            usleep(20_000)
        }
        preconditionFailure("no server on port \(port): see \(log)")
    }

    package func end() {
        kill(-identifier, SIGKILL)
        waitpid(identifier, nil, 0)
    }

    private static func spawn(_ line: [String], alive: Int32, log: String) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, alive, 3)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var child = pid_t()
        let pointers = line.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        let failure = posix_spawnp(&child, line[0], &actions, &attributes, pointers + [nil], environ)
        precondition(failure == 0, "cannot run \(line[0]): \(String(cString: strerror(failure)))")
        return child
    }
}
