import FerryAgent
import FerryCore
import FerryEndpoints
import Glibc
import Harness

/// `ferry serve --stdio` as a program of its own, with a socket in place of ssh.
enum AgentProgram {
    static func session(_ options: String...) -> AgentSession {
        AgentSession(location: "host", patience: 60, greeting: 60) { () throws(ConnectionFailure) in
            let (here, there) = SocketStream.pair()
            start([Program.ferry.path, "serve", "--stdio"] + options, on: there)
            return here
        }
    }

    private static func start(_ line: [String], on stream: SocketStream) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, stream.descriptor, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, stream.descriptor, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var child = pid_t()
        let pointers = line.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        let failure = posix_spawn(&child, line[0], &actions, nil, pointers + [nil], environ)
        precondition(failure == 0, "cannot run \(line[0])")
        let started = child
        _ = WorkerThread { waitpid(started, nil, 0) }
    }
}
