import Harness
import Testing

/// Names of one file whose sources are removed: each removal changes what the host says of the other names.
@Suite struct SCPHardLinkTests {
    private static let names = 8

    private func makeTree(in directory: borrowing TemporaryDirectory) {
        let script = """
            mkdir src there
            for i in $(seq \(Self.names)); do echo $i > src/a$i; ln src/a$i src/b$i; ln src/a$i src/c$i; done
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        precondition(made.status == 0, made.errorText)
    }

    @Test(arguments: [SSHWay.scp, .libssh2SCP], [true, false]) func sourcesAreRemoved(_ way: SSHWay, _ up: Bool) {
        let directory = TemporaryDirectory()
        makeTree(in: directory)
        let places =
            up
            ? ["\(directory.path)/src/", way.place("\(directory.path)/there")]
            : [way.place("\(directory.path)/src/"), "\(directory.path)/there"]
        let outcome = Program.ferry.run(
            ["sync", "-H", "--remove-source-files", "--no-state"] + way.options + places, environment: way.environment)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let left = Program("find").run(["src", "-type", "f"], in: directory.path).outputText
        #expect(left == "")
        let inodes = Program("sh").run(
            ["-c", "ls there | wc -l; stat -c %i there/* | sort -u | wc -l"], in: directory.path)
        #expect(inodes.outputText == "\(3 * Self.names)\n\(Self.names)\n")
    }
}
