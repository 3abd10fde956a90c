import Glibc

/// Another program, run to its end.
struct Subprocess {
    let status: CInt
    /// Standard output and standard error, as they came.
    let output: String

    /// - Parameter arguments: the program, looked for in `PATH`, and its arguments.
    init(_ arguments: [String], directory: String, environment: [String: String] = [:]) {
        var pipe: [CInt] = [-1, -1]
        precondition(Glibc.pipe(&pipe) == 0, "cannot make a pipe: \(errno)")
        for descriptor in pipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 2)
        var variables = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
        variables.merge(environment) { $1 }
        let command = ["env", "-C", directory] + arguments
        let argv = command.map { strdup($0) } + [nil]
        let envp = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var process: pid_t = 0
        let spawned = posix_spawnp(&process, command[0], &actions, nil, argv, envp)
        close(pipe[1])
        precondition(spawned == 0, "cannot run \(arguments[0]): \(spawned)")
        output = Self.readAll(pipe[0])
        var status: CInt = 0
        waitpid(process, &status, 0)
        self.status = (status >> 8) & 0xFF
    }

    private static func readAll(_ descriptor: CInt) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
        close(descriptor)
        return String(decoding: bytes, as: UTF8.self)
    }
}
