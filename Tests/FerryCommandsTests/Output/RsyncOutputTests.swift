import Harness
import Testing

/// What `ferry rsync` prints, beside what the installed rsync prints about the same trees.
@Suite struct RsyncOutputTests {
    @Test(arguments: [
        ["-av"], ["-avi"], ["-ai"], ["-aii"], ["-avv"], ["-rv"], ["-rvv"], ["-av", "-n"], ["-aq"], ["-av", "--delete"],
        ["-ai", "--delete", "-n"], ["-avvu"], ["-avv", "--existing"], ["-avv", "--ignore-existing"], ["-avvc"],
        ["-a", "--stats"], ["-ah", "--stats"], ["-a", "--stats", "--no-h"], ["-ahh", "--stats", "--delete"],
        ["-av", "--info=skip,stats0", "--max-size=5"], ["-a", "--info=name,del", "--delete"], ["-avm"],
        ["-a", "--out-format=%i|%5l|%-8n|%'l|%B|%U:%G|%o%L"], ["-avb"], ["-aib", "--suffix=.old"], ["-dv"],
        ["-av", "--delete-after"], ["-a", "--list-only"], ["-a", "--list-only", "--no-h"], ["-av8"],
        ["-rtvv", "--links", "--safe-links"], ["-aO", "-i"], ["-rlti", "--no-t"], ["-av", "--info=name0"],
        ["-r", "--list-only"], ["-a", "--progress", "-n"], ["-ai", "--progress", "-n"],
    ])
    func printsTheSame(_ options: [String]) {
        let directory = TemporaryDirectory()
        for name in ["theirs", "ours"] { Self.makeTrees(in: "\(directory.path)/\(name)") }
        let words = options + ["source/", "destination"]
        let environment = ["LC_ALL": "C.UTF-8", "TZ": "UTC"]
        let theirs = Program("rsync").run(words, in: "\(directory.path)/theirs", environment: environment)
        let ours = Program.ferry.run(["rsync"] + words, in: "\(directory.path)/ours", environment: environment)
        #expect(Self.comparable(ours.output) == Self.comparable(theirs.output))
        #expect(ours.status == theirs.status)
        #expect(ours.errorText == "")
    }

    /// A source with one entry of most kinds, and a destination that lacks some and has others.
    private static func makeTrees(in directory: String) {
        let script = """
            mkdir -p source/d/empty destination/d destination/extra && cd source
            echo new > a; printf 'longer than five' > d/long; echo same > same; ln same hard; ln -s a link; mkfifo fifo
            ln -s /elsewhere unsafe; echo x > 'new\nline'; echo y > "$(printf 'latin\\351')"; echo kept > kept
            cp -p same kept ../destination; echo old > ../destination/a; echo gone > ../destination/extra/gone
            touch -d 2001-01-01 a d/long hard link fifo 'new\nline' latin* d/empty d ../destination/d
            touch -h -d 2001-01-01 link unsafe; touch -d 2002-02-02 same kept ../destination/same
            touch -d 2003-03-03 ../destination/a ../destination/kept; chmod 600 ../destination/same
            touch -d 2001-01-01 . ../destination
            """
        _ = Program("mkdir").run(["-p", directory])
        let outcome = Program("sh").run(["-ec", script], in: directory)
        precondition(outcome.status == 0, outcome.errorText)
    }

    /// The lines in byte order, since rsync sends a directory's files before its directories, without what measures the
    /// protocol or time.
    private static func comparable(_ output: [UInt8]) -> [String] {
        let measures = [
            "sent ", "File list ", "Total bytes ", "total: matches", "delta-transmission", "File list generation",
        ]
        let lines = output.split(separator: UInt8(ascii: "\n")).filter { line in
            !measures.contains { line.starts(with: $0.utf8) }
        }
        let cut = lines.map { line -> [UInt8] in
            guard line.starts(with: "total size is".utf8) else { return Array(line) }
            return Array(String(decoding: line, as: UTF8.self).split(separator: " speedup")[0].utf8)
        }
        return cut.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }
}
