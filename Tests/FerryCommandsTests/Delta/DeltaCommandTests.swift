import Glibc
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
        for options in [
            [], ["-b", "012", "-S", "010"], ["-b", "0x20"], ["-S", "-1"], ["-b", "16", "-S", "-1"], ["-b", "0"],
            ["-b", "512", "-S", "8"], ["-H", "md4"],
            ["-R", "rollsum"],
        ] {
            #expect(ferry(options + ["-f", "signature", "old", "ours"]).status == 0)
            #expect(
                Program("rdiff").run(["-f"] + options + ["signature", "old", "theirs"], in: directory.path).status == 0)
            #expect(directory.read("ours") == directory.read("theirs"), "\(options)")
        }
    }

    /// Among them those that rdiff cuts at 32 KiB, of blocks that come several times, and for an empty old file.
    @Test(arguments: [[], ["-b", "16"], ["-b", "40000"], ["-b", "700", "-S", "4"], ["-H", "md4", "-R", "rollsum"]])
    func deltasAreRdiffs(options: [String]) {
        var random = SeededGenerator(seed: RandomTests.seed)
        let block = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) }
        let repeated = old + block + block + [UInt8](repeating: 7, count: 90_000) + old + block
        directory.write(repeated, "repeated")
        directory.write(
            block + repeated + new + block + (0..<70_000).map { _ in .random(in: 0...255, using: &random) }, "mixed")
        directory.write([], "empty")
        for basis in ["old", "repeated", "empty"] {
            #expect(ferry(["-f"] + options + ["signature", basis, "sig"]).status == 0)
            for (content, more) in [
                ("new", []), ("mixed", []), ("old", []), ("empty", []), ("mixed", ["-I", "1000", "-O", "300"]),
                ("new", ["-I", "100000"]),
            ] {
                #expect(ferry(["-f"] + more + ["delta", "sig", content, "ours"]).status == 0)
                let line = ["-f"] + more + ["delta", "sig", content, "theirs"]
                #expect(Program("rdiff").run(line, in: directory.path).status == 0)
                #expect(directory.read("ours") == directory.read("theirs"), "\(basis), \(content) \(more)")
            }
        }
    }

    @Test(arguments: ["librsync", "native"]) func statistics(_ format: String) {
        let step = { (words: [String]) in self.ferry(["--format=\(format)", "-s"] + words).errorText }
        let options = format == "native" ? ["-b", "1024"] : ["-b", "1000"]
        let blocks = format == "native" ? "49 blocks of 1024" : "50 blocks of 1000"
        #expect(step(options + ["signature", "old", "sig"]) == "ferry: signature of 50000 bytes: \(blocks) bytes\n")
        let made = step(["delta", "sig", "new", "delta"])
        #expect(made.hasPrefix("ferry: new file \(new.count) bytes: "))
        #expect(step(["patch", "old", "delta", "out"]) == made)
    }

    @Test func zerosBecomeHoles() {
        let sparse = old + [UInt8](repeating: 0, count: 8 << 20) + old
        directory.write(sparse, "sparse")
        #expect(ferry(["--format=native", "signature", "old", "sig"]).status == 0)
        #expect(ferry(["delta", "sig", "sparse", "delta"]).status == 0)
        #expect(ferry(["patch", "old", "delta", "out"]).status == 0)
        #expect(directory.read("out") == sparse)
        var status = stat()
        #expect(stat(directory.file("out"), &status) == 0)
        #expect(status.st_blocks * 512 < 1 << 20)
        #expect(ferry(["patch", "old", "delta", "-"]).output == sparse)
    }

    /// Whoever waits for input, for a reader of the output, or makes zeros that a small delta stands for, can be stopped.
    @Test(
        arguments: [
            "signature - out", "signature pipe out", "patch old zeros out", "-f signature old pipe",
            "-f -b 1 signature old full",
        ], ["INT", "TERM"])
    func aSignalEndsIt(_ words: String, _ signal: String) {
        directory.write(deltaOfZeros(count: 1 << 42), "zeros")
        let script = """
            mkfifo pipe input full; exec 3<>input 4<>full
            env --default-signal=\(signal) '\(Program.ferry.path)' delta \(words) <&3 & ferry=$!
            until grep -q '^SigCgt:.*[1-9a-f]' /proc/$ferry/status; do :; done
            sleep 0.3; kill -\(signal) $ferry; wait $ferry
            """
        let outcome = Program("timeout", leading: ["30", "sh"]).run(["-c", script], in: directory.path)
        #expect(outcome.status == 20, "\(outcome.status) \(outcome.errorText)")
        #expect(Program("test").run(["-e", directory.file("out")]).status != 0)
    }

    /// No file system has room for so much, and nobody waits for its digest.
    @Test func anEndlessHoleIsRefusedAtOnce() {
        directory.write(deltaOfZeros(count: 1 << 60), "zeros")
        let outcome = ferry(["patch", "old", "zeros", "out"])
        #expect(outcome.status == 100 && outcome.errorText.contains("too large"), "\(outcome.errorText)")
        #expect(Program("test").run(["-e", directory.file("out")]).status != 0)
    }

    /// A native delta from `old` to nothing but zeros, of which the digest is wrong.
    private func deltaOfZeros(count: UInt64) -> [UInt8] {
        func fixed(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var tag: [UInt8] = []
        var rest = count << 2 | 2
        while rest > 127 {
            tag.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return Array("ferrydlt".utf8) + [1, 1] + fixed(UInt64(old.count)) + fixed(count) + tag + [UInt8(rest), 3]
            + fixed(count) + [UInt8](repeating: 0, count: 16)
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
        #expect(failed.status == 106)
        #expect(failed.errorText == "ferry: the patched file is not the one that the delta was made from\n")
        let files = Program("ls").run(["-A"], in: directory.path).outputText
        #expect(files == "changed\ndelta\nnew\nold\nsig\n")
    }

    @Test func statusesAreRdiffs() {
        directory.write([], "empty")
        directory.write(Array("text".utf8), "text")
        directory.write([0x72, 0x73, 0x01, 0x99, 0, 0, 1, 0, 0, 0, 0, 32], "unknown")
        directory.write([0x72, 0x73, 0x01, 0x47, 0, 0, 0, 0, 0, 0, 0, 32], "no blocks")
        directory.write([0x72, 0x73, 0x02, 0x36, 0x62, 1, 2], "no command")
        directory.write([0x72, 0x73, 0x01, 0x47, 0, 0, 1, 0, 0, 0, 0, 0], "all bytes")
        #expect(ferry(["signature", "old", "sig"]).status == 0)
        #expect(ferry(["delta", "sig", "new", "diff"]).status == 0)
        directory.write(Array(directory.read("sig").dropLast(5)), "cut")
        directory.write(Array(directory.read("diff").dropLast(5)), "cut diff")
        let lines = [
            ["signature", "absent", "x"], ["signature", "old", "sig"], ["nothing"], [], ["--none", "signature"],
            ["delta", "cut", "new", "x"], ["delta", "empty", "new", "x"], ["delta", "unknown", "new", "x"],
            ["delta", "no blocks", "new", "x"], ["delta", "absent", "new", "x"], ["delta", "sig", "absent", "x"],
            ["patch", "old", "text", "x"], ["patch", "old", "cut diff", "x"], ["patch", "old", "no command", "x"],
            ["patch", "empty", "diff", "x"], ["patch", "absent", "diff", "x"], ["patch", "old", "empty", "x"],
            ["-S", "33", "signature", "old", "x"], ["-S", "-2", "signature", "old", "x"],
            ["-S", "0", "signature", "old", "x"], ["-S", "-1", "signature", "old", "x"],
            ["-b", "4294967296", "signature", "old", "x"], ["-I", "99999999999", "signature", "old", "x"],
            ["-S", "100000", "signature", "old", "x"], ["-V"],
            ["signature", ".", "x"], ["delta", ".", "old", "x"], ["delta", "sig", ".", "x"],
            ["patch", ".", "diff", "x"],
            ["patch", "-", "diff", "x"], ["patch", "/dev/null", "diff", "x"], ["patch", "old", ".", "x"],
            ["delta", "all bytes", "new", "x"],
            ["-H", "md4", "-S", "17", "signature", "old", "x"], ["-H", "foo", "signature", "old", "x"],
            ["-b", "0", "signature", "old", "x"], ["-b", "many", "signature", "old", "x"],
            ["signature", "old", "x", "more"], ["sig", "old", "x"],
            ["d", "sig", "new", "x"], ["p", "old", "diff", "x"],
            ["signature", "old", "no/such/x"], ["signature", "old", "/dev/null"],
            ["-f", "signature", "old", "/dev/null"],
        ]
        for line in lines {
            let ours = ferry(line).status
            unlink(directory.file("x"))
            #expect(ours == Program("rdiff").run(line, in: directory.path).status, "\(line)")
            unlink(directory.file("x"))
        }
    }

    @Test func damagedInputIsNamed() {
        directory.write(Array("no delta".utf8), "text")
        #expect(ferry(["signature", "old", "sig"]).status == 0)
        directory.write(Array(directory.read("sig").dropLast(5)), "cut")
        let cases = [
            (["delta", "text", "new", "x"], "'text': this is no librsync signature"),
            (["delta", "cut", "new", "x"], "'cut': the librsync signature is truncated"),
            (["patch", "old", "text", "x"], "'text': this is no librsync delta"),
        ]
        for (arguments, message) in cases {
            #expect(ferry(arguments).errorText == "ferry: cannot use \(message)\n")
        }
        let streamed = ferry(["delta", "-", "new", "x"], input: Array("no signature".utf8))
        #expect(streamed.errorText == "ferry: cannot use 'standard input': this is no librsync signature\n")
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
