import Harness
import Testing

/// `--no-whole-file` beside rsync, on files that are large enough to have blocks.
@Suite("Deltas against the installed rsync")
struct DeltaSyncTests {
    static let options: [[String]] = [
        ["--no-whole-file"], ["--no-whole-file", "-B1000"], ["--no-whole-file", "-B131072"],
        ["--no-whole-file", "--inplace"], ["--no-whole-file", "-S"], ["--no-whole-file", "--inplace", "-S"],
        ["--no-whole-file", "--backup"], ["--no-whole-file", "--inplace", "--backup"], ["--append"],
        ["--append-verify"], ["--append", "--no-whole-file"], ["--no-whole-file", "--partial-dir=.part"],
        ["--no-whole-file", "--delay-updates"], ["--no-whole-file", "-c"], ["-W"], [],
    ]

    @Test("content, times, statuses and what is sent", arguments: options)
    func agree(_ options: [String]) {
        let shell = Shell()
        var r = SeededGenerator("against rsync")
        let old = r.bytes(300_000)
        let versions = [
            ("edited", r.edited(old, times: 5)), ("shifted", r.shifted(old, times: 5)),
            ("moved", r.moved(old, pieces: 3)), ("appended", old + r.bytes(1000)), ("cut", Array(old[..<200_001])),
            ("sparse", [UInt8](repeating: 0, count: 250_000) + old[..<20_000]), ("empty", []),
        ]
        _ = shell.run("mkdir src ferry rsync ferry/.part rsync/.part")
        for (name, new) in versions {
            shell.directory.write(new, "src/\(name)")
            for side in ["ferry", "rsync"] { shell.directory.write(old, "\(side)/\(name)") }
        }
        for side in ["ferry", "rsync"] {
            shell.directory.write(Array(versions[0].1[..<100_000]), "\(side)/.part/edited")
        }
        _ = shell.run("touch -d @1600000000 src/*; touch -d @1500000000 ferry/* rsync/* */.part/*")

        let arguments = "-a --stats \(options.joined(separator: " ")) src/"
        let ours = shell.run("ferry rsync \(arguments) ferry/")
        let theirs = shell.run("rsync \(arguments) rsync/")
        #expect(ours.status == theirs.status, "\(ours.errorText)")
        #expect(shell.run("diff -r ferry rsync").outputText == "")
        let times = "find . -type f -printf '%P %T@\\n' | sort"
        #expect(shell.look("cd ferry; \(times)") == shell.look("cd rsync; \(times)"))
        // Blocks are as large as rsync's only where they were given; a few more literals are no fault otherwise.
        let slack = options.contains { $0.hasPrefix("-B") } ? 0 : 50_000
        // rsync copies from the backup, which nothing overwrites.
        if options != ["--no-whole-file", "--inplace", "--backup"] {
            #expect(literal(ours) <= literal(theirs) + slack)
        }
        if options == ["-W"] || options.isEmpty { #expect(literal(ours) == literal(theirs)) }
    }

    private func literal(_ outcome: Program.Outcome) -> Int {
        let line = outcome.outputText.split(separator: "\n").first { $0.hasPrefix("Literal data: ") }
        return Int(line?.filter(\.isNumber) ?? "") ?? -1
    }
}
