import Glibc
import Harness
import Servers
import Testing

/// The program against a real sshd: what goes there and comes back is what it was.
@Suite struct SSHSyncTests {
    private static let inside = SSHServer(.inside)
    private static let program = SSHServer(.program)
    private static let servers = [inside, program]

    private func ferry(_ server: SSHServer, _ words: [String], input: [UInt8] = []) -> Program.Outcome {
        Program.ferry.run([words[0], "--rsh=\(server.remoteShell)"] + words.dropFirst(), input: input)
    }

    /// A tree with all that SFTP keeps.
    private func makeTree(in directory: borrowing TemporaryDirectory) -> String {
        let script = """
            mkdir -p src/a/b 'src/odd name' src/empty
            echo one > src/a/one; echo two > src/a/b/two; : > src/a/nothing
            printf 'x%.0s' $(seq 300000) > src/big
            echo odd > "src/odd name/it's \\"odd\\""
            ln -s a/one src/link; ln -s nowhere src/dangling
            chmod 600 src/a/one; chmod 755 src/a/b/two; chmod 2750 src/a/b
            touch -d '2001-02-03 04:05:06' src/a/one src/a
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        #expect(made.status == 0, "\(made.errorText)")
        return "\(directory.path)/src"
    }

    private func difference(_ first: String, _ second: String) -> String {
        Program("rsync").run(["-ain", "--delete", "--checksum", first + "/", second + "/"]).outputText
    }

    @Test(arguments: [0, 1]) func aTreeGoesThereAndBack(_ number: Int) {
        let server = Self.servers[number]
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory)
        let there = "\(directory.path)/there"
        let back = "\(directory.path)/back"
        let up = ferry(server, ["sync", source + "/", "server:\(there)"])
        #expect(up.status == 0, "\(up.errorText)")
        #expect(difference(source, there) == "")
        let down = ferry(server, ["sync", "server:\(there)/", back])
        #expect(down.status == 0, "\(down.errorText)")
        #expect(difference(source, back) == "")
        let again = ferry(server, ["sync", "-i", source + "/", "server:\(there)"])
        #expect(again.status == 0 && again.outputText == "", "\(again.outputText)\(again.errorText)")
    }

    @Test func fromRemoteToRemote() {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory)
        let there = "\(directory.path)/there"
        let outcome = ferry(Self.inside, ["sync", "server:\(source)/", "sftp://server\(there)"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(difference(source, there) == "")
    }

    @Test func deletesAndReplacesLikeALocalDestination() {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory)
        let there = "\(directory.path)/there"
        #expect(
            Program("sh").run(
                ["-ec", "mkdir -p there/link there/extra/deep; echo x > there/extra/deep/f; echo y > there/big"],
                in: directory.path
            ).status == 0)
        let outcome = ferry(Self.inside, ["sync", "--delete", source + "/", "server:\(there)"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(difference(source, there) == "")
    }

    @Test func theRsyncPresetIsTheSameThere() {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory)
        let there = "\(directory.path)/there"
        let outcome = Program.ferry.run(
            ["rsync", "-a", "-e", Self.inside.remoteShell, source + "/", "server:\(there)/"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(difference(source, there) == "")
    }

    @Test func onePlaceIsListedReadWrittenAndRemoved() {
        let directory = TemporaryDirectory()
        let file = "server:\(directory.path)/file"
        let put = ferry(Self.inside, ["put", file], input: Array("content".utf8))
        #expect(put.status == 0, "\(put.errorText)")
        #expect(ferry(Self.inside, ["cat", file]).outputText == "content")
        #expect(ferry(Self.inside, ["list", "server:\(directory.path)"]).outputText == "file\n")
        #expect(ferry(Self.inside, ["remove", file]).status == 0)
        #expect(ferry(Self.inside, ["list", "server:\(directory.path)"]).outputText == "")
        #expect(ferry(Self.inside, ["cat", file]).status == 23)
    }

    @Test func checkTellsDifferences() {
        let directory = TemporaryDirectory()
        let source = makeTree(in: directory)
        #expect(ferry(Self.inside, ["check", source, "server:\(source)"]).status == 0)
        #expect(Program("sh").run(["-ec", "cp -a src copy; echo x > copy/big"], in: directory.path).status == 0)
        let outcome = ferry(Self.inside, ["check", "\(directory.path)/copy", "server:\(source)"])
        #expect(outcome.status == 1, "\(outcome.errorText)")
        #expect(outcome.outputText.contains("big"))
    }

    @Test func pathsBeginAtHome() throws {
        guard let home = getenv("HOME").map({ String(cString: $0) }), geteuid() == 0 else { return }
        let outcome = ferry(Self.inside, ["list", "server:~"])
        #expect(outcome.status == 0 && ferry(Self.inside, ["list", "server:"]).outputText == outcome.outputText)
        #expect(!home.isEmpty)
    }
}
