import Testing

/// `--progress` while a file is being sent.
@Suite("--progress")
struct ProgressCommandTests {
    @Test("a large file's line is written over until it is done", arguments: ["rsync -a", "sync"])
    func largeFile(_ command: String) {
        let shell = Shell()
        let script = """
            mkdir src; head -c 2500000 /dev/zero > src/large
            ferry \(command) --progress --bwlimit=1m --parallel=1 src/ dst | tr '\\r' '\\n' > lines
            grep -c '^large$' lines; grep -c '^ .* [1-9][0-9]\\?% .*[kM]B/s *0:00:0[0-9]$' lines
            grep -o '^ *2,500,000 100% .*(xfr#1, [a-z]*-chk=0/2)$' lines | grep -c .
            """
        let lines = shell.look(script).split(separator: "\n").compactMap { Int($0) }
        #expect(lines.count == 3)
        #expect(lines.first == 1, "the name comes once, before the first amount")
        #expect(lines.dropFirst().first.map { $0 >= 1 } == true, "amounts below 100%")
        #expect(lines.last == 1)
    }

    @Test("on a terminal one live line tells how a large file gets on, and is gone at the end")
    func liveLine() {
        let shell = Shell()
        let script = """
            mkdir src; head -c 1500000 /dev/zero > src/large
            TERM=xterm script -qec '"$FERRY" sync --bwlimit=1m src/ dst' /dev/null < /dev/null
            """
        let output = shell.look(script)
        let amounts = Set(output.split(separator: "\r").filter { $0.hasPrefix("0/1 files") })
        #expect(amounts.count > 2, "\(output.debugDescription)")
        #expect(amounts.contains { $0.contains("% ") && $0.contains("/s  ") })
        #expect(output.split(separator: "\r").last?.contains("1 file sent") == true, "\(output.debugDescription)")
    }
}
