import Glibc
import Harness
import Testing

/// `--append` leaves the old content of files as it is, whatever that is, also where the host tells digests of large files.
@Suite struct AppendThereTests {
    private static let old = [UInt8](repeating: 1, count: 5_000_000)
    private static let new = [UInt8](repeating: 2, count: 6_000_000)

    private func append(_ way: SSHWay, _ more: [String]) -> (outcome: Program.Outcome, there: [UInt8]) {
        let directory = TemporaryDirectory()
        mkdir(directory.file("source"), 0o755)
        mkdir(directory.file("there"), 0o755)
        directory.write(Self.new, "source/file")
        directory.write(Self.old, "there/file")
        let words = ["sync", "--append", "-v", "--no-state"] + way.options + more
        let outcome = Program.ferry.run(
            words + [directory.file("source") + "/", way.place(directory.file("there"))],
            environment: way.environment)
        return (outcome, directory.read("there/file"))
    }

    @Test(arguments: [SSHWay.inside, .agent, .libssh2, .libssh2Agent]) func theOldPartIsTrusted(_ way: SSHWay) {
        let (outcome, there) = append(way, [])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(there == Self.old + Self.new[Self.old.count...])
        #expect(outcome.outputText.contains("verified: 1 by size and time"), "\(outcome.outputText)")
    }

    /// Who asks for proof of the whole hears that there is none.
    @Test(arguments: [SSHWay.inside, .agent]) func proofIsOfTheWhole(_ way: SSHWay) {
        let (outcome, _) = append(way, ["--verify=strict"])
        #expect(outcome.status == 23, "\(outcome.errorText)")
        #expect(outcome.errorText.contains("in what was appended or in the old part"), "\(outcome.errorText)")
    }

    /// Bytes in the middle that a server refuses, as with a full disk that has room again a moment later: nothing is left behind
    /// them, which a later run would take for content.
    @Test(arguments: ["--append", "--append-verify"]) func refusedBytesLeaveNoHole(_ option: String) {
        let directory = TemporaryDirectory()
        let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 1000 + 1) | 1 }
        directory.write(content, "new")
        directory.write(Array(content[..<700_000]), "old")
        let wire = TamperedWire("refused-write")
        let outcome = Program.ferry.run(
            ["sync", option, "--no-state"] + wire.options
                + [directory.file("new"), "host:\(directory.file("old"))"])
        let isTold = wire.lieWasTold
        #expect(isTold && outcome.status == 23, "\(outcome.status) \(outcome.errorText)")
        let there = directory.read("old")
        #expect(there.count >= 700_000 && there.count < content.count && content.starts(with: there), "\(there.count)")
        let next = Program.ferry.run(
            ["sync", option, "--no-state"] + TamperedWire("honest").options
                + [directory.file("new"), "host:\(directory.file("old"))"])
        #expect(next.status == 0 && directory.read("old") == content, "\(next.errorText)")
    }

    @Test(arguments: [SSHWay.inside, .agent]) func anOldPartThatIsReadIsSentAnew(_ way: SSHWay) {
        let directory = TemporaryDirectory()
        directory.write(Self.new, "new")
        directory.write(Self.old, "old")
        let words = ["sync", "--append-verify", "-v", "--no-state"] + way.options
        let outcome = Program.ferry.run(
            words + [directory.file("new"), way.place(directory.file("old"))], environment: way.environment)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(directory.read("old") == Self.new)
    }
}
