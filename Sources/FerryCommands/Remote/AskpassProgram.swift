internal import Glibc

/// A program of the user's that asks him: it gets the question as its argument, and prints the answer.
enum AskpassProgram {
    private static let longest = 4096

    /// Nil where it cannot be started, or ends with another status than 0, as when the user cancels.
    static func answer(_ question: String, from program: String) -> String? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let child = spawn([program, question], output: ends[1])
        close(ends[1])
        guard let child else { return nil }
        let output = read(ends[0])
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        guard status == 0 else { return nil }
        return String(decoding: output.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    }

    private static func spawn(_ command: [String], output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        let arguments = command.map { strdup($0) }
        defer { arguments.forEach { free($0) } }
        var child = pid_t()
        return posix_spawnp(&child, command[0], &actions, nil, arguments + [nil], environ) == 0 ? child : nil
    }

    private static func read(_ descriptor: Int32) -> [UInt8] {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: longest)
        while output.count < longest {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            output += buffer[..<count]
        }
        return output
    }
}
