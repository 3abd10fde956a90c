import Glibc
import Harness
import Testing

/// Connections that break at any point of what is said: nothing is lost, wrong or left behind.
@Suite struct BrokenWireTests {
    /// Old and new files, small and larger ones, links and directories.
    private func makeTrees(in directory: borrowing TemporaryDirectory) {
        let script = """
            mkdir -p src/a/b old/a old/gone
            for i in 1 2 3 4 5 6; do echo "$i" > src/a/$i; done
            head -c 9000 /dev/urandom > src/a/b/big
            ln -s a/1 src/link; ln src/a/2 src/a/b/second
            echo old > old/a/1; echo old > old/gone/file
            touch -d '2001-02-03' src/a/3 src/a
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        precondition(made.status == 0, made.errorText)
    }

    private func difference(_ directory: String) -> String {
        Program("rsync").run(["-rlptn", "-i", "--delete", "--checksum", "src/", "old/"], in: directory).outputText
    }

    private func leftovers(_ directory: String) -> String {
        Program("find").run([directory, "-name", ".*.ferry-*"]).outputText
    }

    private func sync(_ wire: borrowing BrokenWire, _ directory: String, up: Bool, _ more: [String] = [])
        -> Program.Outcome
    {
        let places =
            up ? ["\(directory)/src/", "host:\(directory)/old"] : ["host:\(directory)/src/", "\(directory)/old"]
        return Program("timeout", leading: ["60", Program.ferry.path]).run(
            ["sync", "--delete", "--no-state"] + wire.options + more + places)
    }

    @Test(arguments: BrokenWire.Direction.allCases, [(false, true), (false, false), (true, true), (true, false)])
    func aCutIsMended(_ direction: BrokenWire.Direction, _ how: (agent: Bool, up: Bool)) {
        var random = SeededGenerator(seed: RandomTests.seed)
        for _ in 0..<RandomTests.iterations(default: 4) {
            let directory = TemporaryDirectory()
            makeTrees(in: directory)
            let count = Int.random(in: 0..<12_000, using: &random)
            let wire = BrokenWire(.cut(after: count, direction), agent: how.agent)
            let outcome = sync(wire, directory.path, up: how.up)
            // What breaks before the server was heard of never was a connection.
            if outcome.status == 0 || count > Self.connected(how.agent) {
                #expect(outcome.status == 0, "\(count): \(outcome.errorText); seed \(RandomTests.seed)")
                #expect(difference(directory.path) == "", "\(count): \(outcome.errorText); seed \(RandomTests.seed)")
            }
            #expect(leftovers(directory.path) == "", "\(count); seed \(RandomTests.seed)")
        }
    }

    /// Bytes after which a run is past its first questions, whose failure is one to connect, and not at its end: an
    /// agent's answers to them are some 400 of 1,700 in all.
    private static func connected(_ agent: Bool) -> Int { agent ? 600 : 1200 }

    @Test(arguments: [false, true], [false, true]) func whatStaysLostIsToldOnce(_ agent: Bool, _ up: Bool) {
        let directory = TemporaryDirectory()
        makeTrees(in: directory)
        let wire = BrokenWire(.end(after: Self.connected(agent)), agent: agent)
        let outcome = sync(wire, directory.path, up: up, ["--timeout=3"])
        #expect(outcome.status == 10, "\(outcome.errorText)")
        let lines = outcome.errorText.split(separator: "\n").filter { !$0.contains("skipp") }
        #expect(lines.count == 1, "\(outcome.errorText)")
        let kept = Program("cat").run(["\(directory.path)/old/gone/file"]).outputText
        #expect(kept == "old\n", "deleted after an incomplete run")
    }

    @Test(arguments: [false, true], [false, true]) func silenceIsTimedOut(_ agent: Bool, _ up: Bool) {
        let directory = TemporaryDirectory()
        makeTrees(in: directory)
        // While an agent makes directories: files would be sent again, over a connection that is whole.
        let wire = BrokenWire(.silence(after: agent ? 500 : Self.connected(agent)), agent: agent)
        let outcome = sync(wire, directory.path, up: up, ["--timeout=1"])
        #expect(outcome.status == 30, "\(outcome.errorText)")
        #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
    }
}
