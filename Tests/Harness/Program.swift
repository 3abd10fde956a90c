internal import Glibc

/// A program that tests run, by its path or its name on PATH.
package struct Program: Sendable {
    package let path: String
    /// Arguments that come before those of each run.
    package let leading: [String]

    package init(_ path: String, leading: [String] = []) {
        self.path = path
        self.leading = leading
    }

    /// The binary under test: `FERRY_BINARY`, else the one that was built with these tests.
    package static let ferry = Program(RandomTests.variable("FERRY_BINARY") ?? besideTests("ferry"))

    private static func besideTests(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let bytes = buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }
        let directory = bytes[...(bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
        return String(decoding: directory, as: UTF8.self) + name
    }

    /// How a run ended and what it said.
    package struct Outcome: Sendable {
        /// The exit status; 128 and the signal's number when a signal ended it, as shells say.
        package var status: Int32
        package var output: [UInt8]
        package var errors: [UInt8]

        package var outputText: String { String(decoding: output, as: UTF8.self) }
        package var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    /// Runs it to its end in `directory`, with the variables of `environment` added to this process's. The user's own
    /// home is nobody's business here: a test that needs one gives it.
    package func run(
        _ arguments: [String], in directory: String = "/", environment: [String: String] = [:], input: [UInt8] = []
    ) -> Outcome {
        let standardInput = Spool(input)
        let output = Spool()
        let errors = Spool()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput.descriptor, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.descriptor, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.descriptor, STDERR_FILENO)

        // env sets the directory and the variables of the child alone, and becomes the program.
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let command =
            ["env", "--chdir=\(directory)", "--unset=HOME", "--unset=XDG_STATE_HOME"] + variables + [path] + leading
            + arguments
        var child = pid_t()
        let pointers = command.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        let failure = posix_spawnp(&child, "env", &actions, nil, pointers + [nil], environ)
        guard failure == 0 else { preconditionFailure("cannot run \(path): \(String(cString: strerror(failure)))") }
        return Outcome(status: Self.wait(for: child), output: output.content, errors: errors.content)
    }

    private static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : 128 + signal
    }
}

/// A stream of a child: a file without a name, which never fills up as a pipe does.
private struct Spool: ~Copyable {
    let descriptor: Int32

    init(_ content: [UInt8] = []) {
        var template = Array("/tmp/ferry-spool-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        content.withUnsafeBytes { bytes in
            _ = pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
        }
    }

    deinit { close(descriptor) }

    var content: [UInt8] {
        let length = Int(lseek(descriptor, 0, SEEK_END))
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, length, 0))
        }
    }
}
