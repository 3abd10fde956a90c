import Glibc
import Harness
import Servers
import Testing

/// An account that sees one directory of its host, and can do nothing but SFTP: as many hosts give them away.
@Suite(.enabled(if: geteuid() == 0)) struct JailTests {
    private static let server = SSHServer(.inside, settings: SSHServer.jailing)

    private func ferry(_ words: [String], in directory: String) -> Program.Outcome {
        Program.ferry.run(
            [words[0], "--rsh=\(Self.server.remoteShell)"] + words.dropFirst(), in: directory,
            environment: ["XDG_STATE_HOME": "\(directory)/state"])
    }

    private func makeTree(in directory: String) {
        let script = """
            mkdir -p src/a/b src/empty
            echo one > src/a/one; echo two > src/a/b/two; : > src/nothing; head -c 300000 /dev/urandom > src/big
            ln -s a/one src/link; chmod 600 src/a/one; chmod 755 src/a/b/two
            find src -exec touch -h -d '2001-02-03 04:05:06' {} +
            """
        let made = Program("sh").run(["-ec", script], in: directory)
        #expect(made.status == 0, "\(made.errorText)")
    }

    private func difference(_ first: String, _ second: String, in directory: String) -> String {
        Program("rsync").run(["-rlptin", "--delete", "--checksum", first, second], in: directory).outputText
    }

    @Test func aTreeGoesThereAndBack() {
        let directory = TemporaryDirectory()
        makeTree(in: directory.path)
        let up = ferry(["sync", "-v", "src/", "tester@server:/data/tree"], in: directory.path)
        #expect(up.status == 0, "\(up.errorText)")
        // Nobody tells which groups the account is in: what it could not give is told once, and then left alone.
        #expect((up.outputText + up.errorText).contains("groups could not be set"), "\(up.outputText)\(up.errorText)")
        #expect(difference("src/", "\(Self.server.jail)/data/tree/", in: directory.path) == "")
        let again = ferry(["sync", "-i", "src/", "tester@server:/data/tree"], in: directory.path)
        #expect(again.status == 0 && again.outputText + again.errorText == "", "\(again.outputText)\(again.errorText)")
        let down = ferry(["sync", "--no-state", "tester@server:/data/tree/", "back"], in: directory.path)
        #expect(down.status == 0, "\(down.errorText)")
        #expect(difference("src/", "back/", in: directory.path) == "")
        let checked = ferry(["check", "-c", "src", "tester@server:/data/tree"], in: directory.path)
        #expect(checked.status == 0, "\(checked.outputText)\(checked.errorText)")
        let manifest = ferry(["manifest", "create", "-o", "manifest", "tester@server:/data/tree"], in: directory.path)
        #expect(manifest.status == 0, "\(manifest.errorText)")
        #expect(ferry(["manifest", "verify", "manifest", "src"], in: directory.path).status == 0)
        #expect(ferry(["remove", "-r", "tester@server:/data/tree"], in: directory.path).status == 0)
        #expect(access("\(Self.server.jail)/data/tree", F_OK) != 0)
    }

    /// Nothing outside of the directory is reached, and what may not be written is told.
    @Test func whatIsNotItsOwnIsRefused() {
        let directory = TemporaryDirectory()
        makeTree(in: directory.path)
        let outcome = ferry(["sync", "--no-state", "src/", "tester@server:/elsewhere"], in: directory.path)
        #expect(outcome.status != 0 && outcome.errorText.contains("permission denied"), "\(outcome.errorText)")
        #expect(ferry(["list", "tester@server:/"], in: directory.path).outputText == "data/\n")
    }
}
