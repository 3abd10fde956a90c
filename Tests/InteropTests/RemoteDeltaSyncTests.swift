import Harness
import Servers
import Testing

/// The program sends what changed to a real sshd, and fetches what changed from a real web server.
@Suite("Deltas to and from real servers") final class RemoteDeltaSyncTests {
    private static let sshd = SSHServer(.inside)
    private static let nginx = NginxServer()
    private let directory = TemporaryDirectory()
    private var random = SeededGenerator("servers")

    private func ferry(_ words: [String]) -> Program.Outcome {
        Program.ferry.run(
            words, in: directory.path,
            environment: ["XDG_STATE_HOME": directory.file("state"), "HOME": directory.path, "NETRC": "/proc/none"])
    }

    /// How many bytes the closing event says were not sent because they were there.
    private func reused(_ outcome: Program.Outcome) -> Int {
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let last = outcome.outputText.split(separator: "\n").last ?? ""
        let digits = last.split(separator: "\"reused\":").dropFirst().first?.prefix { $0.isNumber }
        return digits.flatMap { Int($0) } ?? 0
    }

    /// A new version of a file, a second younger than its last one.
    private func write(_ content: [UInt8], _ name: String, second: Int) {
        #expect(Program("sh").run(["-c", "mkdir -p $(dirname \(name))"], in: directory.path).status == 0)
        directory.write(content, name)
        let outcome = Program("touch").run(["-d", "2020-01-01 00:00:\(10 + second)", name], in: directory.path)
        #expect(outcome.status == 0)
    }

    @Test(arguments: ["--trust-remote-unchanged", "--verify=readback"])
    func whatALastRunRemembersIsNotSentAgain(_ option: String) {
        let old = random.bytes(3_000_000)
        let new = old[..<1_000_000] + random.bytes(1000) + old[1_000_000...]
        let words = [
            "sync", "--json", "--rsh=\(Self.sshd.remoteShell)", option, "src/",
            "server:\(directory.path)/there",
        ]
        write(old, "src/f", second: 0)
        #expect(reused(ferry(words)) == 0)
        write(Array(new), "src/f", second: 1)
        #expect(reused(ferry(words)) > 2_900_000)
        #expect(directory.read("there/f") == Array(new))
        // Somebody else writes a file of that size within the same second.
        let other = random.bytes(new.count)
        write(other, "there/f", second: 1)
        write(old, "src/f", second: 2)
        if option.hasPrefix("--verify") {
            #expect(reused(ferry(words)) == 0)
            #expect(directory.read("there/f") == old)
        }
    }

    @Test func withoutConfirmationFilesAreSentWhole() {
        let old = random.bytes(500_000)
        let words = [
            "sync", "--json", "--rsh=\(Self.sshd.remoteShell)", "src/",
            "server:\(directory.path)/there",
        ]
        write(old, "src/f", second: 0)
        #expect(reused(ferry(words)) == 0)
        write(old + [1], "src/f", second: 1)
        _ = reused(ferry(words))
        #expect(directory.read("there/f") == old + [1])
    }

    /// By either kind of signature, from servers that send several ranges by one response, one, or none.
    @Test(arguments: ["zsync", "ferrysig"], ["json", "one-range", "no-range"])
    func onlyWhatThePublishedFileHasNewIsFetched(_ kind: String, _ way: String) {
        let old = random.bytes(3_000_000)
        let new = Array(old[..<1_000_000] + random.bytes(1000) + old[1_000_000...])
        write(new, "published", second: 2)
        write(old, "here/published", second: 0)
        let making =
            kind == "zsync"
            ? ["zsync", "make", "-o", "published.zsync", "published"]
            : ["manifest", "create", "--signatures", "-o", "list", "published"]
        let made = ferry(making)
        #expect(made.status == 0, "\(made.errorText)")
        let place = "\(kind)-\(way)"
        let copied = Program("sh").run(
            [
                "-c",
                "mkdir '\(Self.nginx.data)/\(place)'; cp -p published published.\(kind) '\(Self.nginx.data)/\(place)'",
            ],
            in: directory.path)
        #expect(copied.status == 0, "\(copied.errorText)")
        let url = "http://127.0.0.1:\(Self.nginx.port)/\(way)/\(place)/published"
        #expect(reused(ferry(["sync", "--json", url, "here"])) > 2_900_000)
        #expect(directory.read("here/published") == new)
    }
}
