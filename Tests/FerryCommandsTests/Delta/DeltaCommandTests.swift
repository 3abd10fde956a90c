import Harness
import Testing

/// `ferry delta` as a program, beside rdiff.
@Suite("ferry delta")
final class DeltaCommandTests {
    private let directory = TemporaryDirectory()
    private let old: [UInt8]
    private let new: [UInt8]

    init() {
        var random = SeededGenerator(seed: RandomTests.seed)
        var bytes = (0..<50_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        old = bytes
        bytes.insert(contentsOf: [1, 2, 3], at: 20_000)
        bytes.append(contentsOf: repeatElement(0, count: 9000))
        new = bytes
        directory.write(old, "old")
        directory.write(new, "new")
    }

    @Test(
        "files of every format and their way back",
        arguments: [[], ["--format=native"], ["--format=native", "-H", "sha256"], ["-R", "rollsum", "-H", "md4"]])
    func roundTrip(format: [String]) {
        #expect(ferry(format + ["signature", "old", "sig"]).status == 0)
        #expect(ferry(["delta", "sig", "new", "delta"]).status == 0)
        #expect(ferry(["patch", "old", "delta", "out"]).status == 0)
        #expect(directory.read("out") == new)
        #expect(directory.read("delta").count < 12_000)
    }

    @Test func signaturesAreRdiffs() {
        for options in [[], ["-S", "-1"], ["-b", "512", "-S", "8"], ["-H", "md4"], ["-R", "rollsum"]] {
            #expect(ferry(options + ["-f", "signature", "old", "ours"]).status == 0)
            #expect(
                Program("rdiff").run(["-f"] + options + ["signature", "old", "theirs"], in: directory.path).status == 0)
            #expect(directory.read("ours") == directory.read("theirs"), "\(options)")
        }
    }

    @Test func standardStreams() {
        let signature = ferry(["signature"], input: old).output
        directory.write(signature, "sig")
        let delta = ferry(["delta", "sig", "-", "-"], input: new).output
        #expect(ferry(["patch", "old"], input: delta).output == new)
    }

    @Test func whatExistsIsKeptWithoutForce() {
        directory.write([1, 2, 3], "sig")
        let refused = ferry(["signature", "old", "sig"])
        #expect(refused.status == 100)
        #expect(refused.errorText == "ferry: cannot create 'sig': File exists\n")
        #expect(directory.read("sig") == [1, 2, 3])
        #expect(ferry(["-f", "signature", "old", "sig"]).status == 0)
        #expect(directory.read("sig") != [1, 2, 3])
    }

    @Test func aFailureLeavesNothing() {
        #expect(ferry(["--format=native", "signature", "old", "sig"]).status == 0)
        #expect(ferry(["delta", "sig", "new", "delta"]).status == 0)
        var changed = old
        changed[100] ^= 1
        directory.write(changed, "changed")
        let failed = ferry(["patch", "changed", "delta", "out"])
        #expect(failed.status == 108)
        #expect(failed.errorText == "ferry: the patched file is not the one that the delta was made from\n")
        let files = Program("ls").run(["-A"], in: directory.path).outputText
        #expect(files == "changed\ndelta\nnew\nold\nsig\n")
    }

    @Test func statusesAreRdiffs() {
        directory.write([], "empty")
        directory.write(Array("not a signature".utf8), "text")
        #expect(ferry(["signature", "old", "sig"]).status == 0)
        directory.write(Array(directory.read("sig").dropLast(5)), "cut")
        let cases: [([String], Int32)] = [
            (["signature", "absent", "x"], 100), (["nothing"], 101), ([], 101), (["--none", "signature"], 101),
            (["delta", "cut", "new", "x"], 103), (["delta", "text", "new", "x"], 104),
            (["-S", "33", "signature", "old", "x"], 107), (["patch", "old", "text", "x"], 104),
        ]
        for (arguments, status) in cases { #expect(ferry(arguments).status == status, "\(arguments)") }
    }

    @Test func statisticsAndThreads() {
        #expect(ferry(["-b", "1000", "signature", "old", "sig"]).status == 0)
        let outcome = ferry(["-s", "--threads=3", "-I", "9", "-O", "9", "delta", "sig", "new", "delta"])
        #expect(outcome.errorText.hasPrefix("ferry: new file 59003 bytes: 50000 copied, 9003 literal"))
    }

    private func ferry(_ arguments: [String], input: [UInt8] = []) -> Program.Outcome {
        Program.ferry.run(["delta"] + arguments, in: directory.path, input: input)
    }
}
