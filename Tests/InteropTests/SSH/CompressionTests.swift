import Glibc
import Harness
import Testing

/// What goes between ferry and its agent is compressed where it was asked for and gains something.
@Suite struct CompressionTests {
    /// A program in place of ssh that starts the agent on this machine and keeps all that passes.
    private struct Wire: ~Copyable {
        let directory = TemporaryDirectory()

        init() {
            let script = """
                #!/bin/bash
                tee '\(directory.path)/there' | sh -c "exec ${!#}" | tee '\(directory.path)/back'
                """
            directory.write(Array(script.utf8), "ssh")
            chmod("\(directory.path)/ssh", 0o755)
            let text = (0..<60_000).map { "line \($0 % 1000) of a text\n" }.joined()
            for name in ["text", "text.gz"] { directory.write(Array(text.utf8), name) }
        }

        /// Copies a file there or from there; returns how many bytes passed in that direction.
        func copy(_ name: String, up: Bool, _ options: [String]) -> Int {
            let there = "host:\(directory.path)"
            let places = up ? [name, "\(there)/copy-\(name)"] : ["\(there)/\(name)", "copy-\(name)"]
            let outcome = Program.ferry.run(
                ["sync", "-v", "-I", "--no-state", "--rsh=\(directory.path)/ssh", "--agent=\(Program.ferry.path)"]
                    + options
                    + places, in: directory.path)
            #expect(outcome.status == 0 && outcome.errorText == "", "\(outcome.errorText)")
            #expect(directory.read("copy-\(name)") == directory.read(name))
            return directory.read(up ? "there" : "back").count
        }
    }

    private static let size = 1_100_000

    @Test(
        arguments: [
            ["-z"], ["--compress-choice=zlib"], ["--zc=zstd", "--compress-level=19"], ["--zl=1"], ["--old-compress"],
        ], [false, true])
    func whatIsAskedForIsCompressed(_ options: [String], _ up: Bool) {
        let wire = Wire()
        #expect(wire.copy("text", up: up, options) < Self.size / 5)
    }

    @Test(arguments: [[], ["-z", "--no-compress"], ["-z", "--zc=none"], ["--zc=zlib", "--zl=0"]], [false, true])
    func nothingElseIs(_ options: [String], _ up: Bool) {
        let wire = Wire()
        #expect(wire.copy("text", up: up, options) > Self.size)
    }

    @Test(arguments: [false, true]) func whatIsCompressedAlreadyIsSpared(_ up: Bool) {
        let wire = Wire()
        #expect(wire.copy("text.gz", up: up, ["-z"]) > Self.size)
        #expect(wire.copy("text.gz", up: up, ["-z", "--skip-compress="]) < Self.size / 5)
        #expect(wire.copy("text", up: up, ["-z", "--skip-compress=text"]) < Self.size / 5)
    }

    @Test func anUnknownKindIsNotSupported() {
        let outcome = Program.ferry.run(["sync", "--compress-choice=lz4", "/a", "/b"])
        #expect(outcome.status == 4, "\(outcome.errorText)")
        #expect(outcome.errorText.contains("'lz4'"))
    }
}
