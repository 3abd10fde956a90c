import Glibc
import Harness
import Servers
import Testing

/// What is particular to hosts without SFTP.
@Suite struct SCPTests {
    private static let server = SSHServer(.none)

    private func ferry(_ words: [String], _ server: SSHServer = server, input: [UInt8] = []) -> Program.Outcome {
        Program("timeout", leading: ["60", Program.ferry.path, words[0], "--rsh=\(server.remoteShell)"]).run(
            Array(words.dropFirst()), input: input)
    }

    /// Names that a shell, stat or find could make something else of.
    @Test func anyNameGoesThereAndBack() {
        let directory = TemporaryDirectory()
        let script = #"""
            mkdir -p src/-rf "src/\$(touch gone)"
            for name in -n "it's" 'a"b' 'a\b' '`touch gone`' '$HOME' '*' '?' '[a]' ' ' ';' '&' '=' "$(printf 'new\nline')" \
                "$(printf 'x\n=\ny')" "$(printf '\377\376')" '#' '~' .dot ... "$(printf 'x%.0s' $(seq 255))"; do
                printf '%s' "$name" > "src/$name"
                printf '%s' "$name" > "src/-rf/$name"
                ln -s -- "$name" "src/\$(touch gone)/$name"
            done
            ln 'src/*' 'src/second *'
            """#
        #expect(Program("bash").run(["-ec", script], in: directory.path).status == 0)
        let up = ferry(["sync", "-H", "\(directory.path)/src/", "scp://server\(directory.path)/there"])
        #expect(up.status == 0, "\(up.errorText)")
        let down = ferry(["sync", "-H", "scp://server\(directory.path)/there/", "\(directory.path)/back"])
        #expect(down.status == 0, "\(down.errorText)")
        for copy in ["there", "back"] {
            let difference = Program("rsync").run(
                ["-aHin", "--delete", "--checksum", "\(directory.path)/src/", "\(directory.path)/\(copy)/"])
            #expect(difference.outputText == "", "\(copy): \(difference.outputText)")
        }
        #expect(access("\(directory.path)/gone", F_OK) != 0)
        let again = ferry(["sync", "-H", "-i", "\(directory.path)/src/", "scp://server\(directory.path)/there"])
        #expect(again.status == 0 && again.outputText == "", "\(again.outputText)\(again.errorText)")
    }

    /// What comes from a pipe has no length, which scp wants to know first.
    @Test(arguments: [0, 5, 3_000_000]) func aStreamOfAnyLength(_ length: Int) {
        let directory = TemporaryDirectory()
        var random = SeededGenerator(seed: RandomTests.seed)
        let content = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let put = ferry(["put", "scp://server\(directory.path)/file"], input: content)
        #expect(put.status == 0, "\(put.errorText)")
        #expect(directory.read("file") == content)
        #expect(ferry(["cat", "scp://server\(directory.path)/file"]).output == content)
        #expect(ferry(["list", "scp://server\(directory.path)"]).outputText == "file\n")
    }

    @Test func strictVerificationReadsBack() {
        let directory = TemporaryDirectory()
        directory.write([UInt8](repeating: 7, count: 3_000_000), "file")
        let outcome = ferry(
            ["sync", "--verify=strict", "--json", "\(directory.path)/file", "scp://server\(directory.path)/there"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.outputText.contains("\"read_back\":1"), "\(outcome.outputText)")
    }

    @Test func aHostThatLacksWhatIsNeeded() {
        let programs = TemporaryDirectory()
        chmod(programs.path, 0o755)
        for name in ["sh", "find", "stat", "readlink"] { symlink("/usr/bin/\(name)", programs.file(name)) }
        let server = SSHServer(.none, settings: ["SetEnv PATH=\(programs.path)"])
        let outcome = ferry(["list", "scp://server/"], server)
        #expect(outcome.status == 4, "\(outcome.errorText)")
        #expect(outcome.errorText.split(separator: "\n").count == 1 && outcome.errorText.contains("scp, find"))
    }

    @Test func anAccountThatMayRunNothing() {
        let server = SSHServer(settings: ["ForceCommand internal-sftp"])
        let outcome = ferry(["list", "--timeout=5", "scp://server/"], server)
        #expect([4, 12, 30, 35].contains(outcome.status), "\(outcome.errorText)")
        #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
    }

    /// The connection breaks in the middle of a file: the old one stays, and nothing is left behind but what a day removes.
    @Test func aCutConnection() {
        let server = SSHServer(.none)
        let directory = TemporaryDirectory()
        directory.write(Array("old".utf8), "file")
        let size = 40_000_000
        directory.write([UInt8](repeating: 1, count: size), "source")
        let killer = """
            place=$1 group=$2; shift 2
            (until ls -A "$place" | grep -q ferry; do sleep 0.02; done; kill -KILL $(pgrep -P "$group") "$group") &
            "$@"
            """
        let outcome = Program("timeout", leading: ["60", "bash", "-c", killer, "bash", directory.path]).run(
            [
                "\(server.processGroup)", Program.ferry.path, "sync", "--bwlimit=20M", "--timeout=3",
                "--rsh=\(server.remoteShell)",
            ]
                + ["\(directory.path)/source", "scp://server\(directory.path)/file"])
        #expect([10, 23, 5].contains(outcome.status), "\(outcome.status) \(outcome.errorText)")
        #expect(directory.read("file") == Array("old".utf8))
    }
}
