import Harness
import Testing

/// Connections to a host without SFTP that break: each file that was under way is begun anew over another one.
@Suite struct SCPBrokenWireTests {
    private func run(_ script: String, in directory: String) -> String {
        let made = Program("bash").run(["-ec", script], in: directory)
        precondition(made.status == 0, made.errorText)
        return made.outputText
    }

    private func makeTrees(in directory: borrowing TemporaryDirectory) {
        _ = run(
            """
            mkdir -p src/a/b old/a old/gone
            for i in 1 2 3 4 5 6; do echo "$i" > src/a/$i; done
            head -c 9000 /dev/urandom > src/a/b/big
            ln -s a/1 src/link; ln src/a/2 src/a/b/second
            echo old > old/a/1; echo old > old/gone/file
            touch -d '2001-02-03' src/a/3 src/a
            """, in: directory.path)
    }

    private func difference(_ directory: String) -> String {
        Program("rsync").run(["-rlptOn", "-i", "--delete", "--checksum", "src/", "old/"], in: directory).outputText
    }

    private func leftovers(_ directory: String) -> String {
        Program("find").run([directory, "-name", ".*.ferry-*"]).outputText
    }

    private func sync(_ wire: borrowing BrokenWire, _ directory: String, up: Bool, _ more: [String] = [])
        -> Program.Outcome
    {
        let places =
            up
            ? ["\(directory)/src/", "scp://host\(directory)/old"] : ["scp://host\(directory)/src/", "\(directory)/old"]
        return Program("timeout", leading: ["100", Program.ferry.path]).run(
            ["sync", "--delete", "--no-state"] + wire.options + more + places)
    }

    /// Bytes that are behind the first look at the host: what shells are taught is most of what is sent.
    private static func connected(_ direction: BrokenWire.Direction) -> Int { direction == .there ? 9000 : 600 }

    @Test(arguments: BrokenWire.Direction.allCases, [true, false])
    func aCutIsMended(_ direction: BrokenWire.Direction, _ up: Bool) {
        var random = SeededGenerator(seed: RandomTests.seed)
        for _ in 0..<RandomTests.iterations(default: 4) {
            let directory = TemporaryDirectory()
            makeTrees(in: directory)
            let start = Self.connected(direction)
            let count = start + Int.random(in: 0..<(direction == .there ? 6000 : 3000), using: &random)
            let wire = BrokenWire(.cut(after: count, direction), agent: false)
            let outcome = sync(wire, directory.path, up: up)
            let told: Comment = "\(count): \(outcome.errorText); seed \(RandomTests.seed)"
            #expect(outcome.status == 0, told)
            #expect(difference(directory.path) == "", told)
            #expect(leftovers(directory.path) == "", told)
        }
    }

    /// Cut before its first byte, in its middle, and in its last word: content that went out as it was read is read again.
    @Test(arguments: [12_000, 1_500_000, 3_009_000], [1, 4]) func aLargeFile(_ count: Int, _ parallel: Int) {
        let directory = TemporaryDirectory()
        _ = run("mkdir src old; head -c 3000000 /dev/urandom > src/large; echo old > old/large", in: directory.path)
        let wire = BrokenWire(.cut(after: count, .there), agent: false)
        let outcome = sync(wire, directory.path, up: true, ["--parallel=\(parallel)"])
        #expect(outcome.status == 0 && outcome.errorText == "", "\(outcome.errorText)")
        #expect(difference(directory.path) == "")
        #expect(leftovers(directory.path) == "")
    }

    @Test(arguments: [true, false]) func whatStaysLostIsToldOnce(_ up: Bool) {
        let directory = TemporaryDirectory()
        makeTrees(in: directory)
        let wire = BrokenWire(.end(after: Self.connected(.back)), agent: false)
        let outcome = sync(wire, directory.path, up: up, ["--timeout=3"])
        #expect(outcome.status == 10, "\(outcome.status) \(outcome.errorText)")
        let lines = outcome.errorText.split(separator: "\n").filter { !$0.contains("skipp") }
        #expect(lines.count == 1, "\(outcome.errorText)")
        #expect(run("cat old/gone/file", in: directory.path) == "old\n", "deleted after an incomplete run")
    }
}
