import Harness
import Servers
import Testing

/// Servers that lack what most have: the program goes by what each offers.
@Suite final class FTPDialectTests {
    private let place = TemporaryDirectory()

    init() {
        sh(
            """
            mkdir -p tree/sub; echo one > tree/one; head -c 300000 /dev/urandom > 'tree/sub/t w o'; : > tree/none
            find tree -exec touch -d '2020-02-03 04:05:06 UTC' {} +
            """)
    }

    private func sh(_ script: String) {
        let outcome = Program("sh").run(["-ec", script], in: place.path)
        precondition(outcome.status == 0, outcome.errorText)
    }

    private func ferry(
        _ arguments: String..., environment more: [String: String] = [:]
    ) -> Program.Outcome {
        Program.ferry.run(arguments, environment: ["HOME": "/proc/none", "NETRC": "/proc/none"].merging(more) { $1 })
    }

    /// There and back again.
    private func expectRoundTrip(_ server: StubFTPServer, _ expected: String = "") {
        let there = "ftp://127.0.0.1:\(server.port)/there"
        let up = ferry("sync", "-v", "--ftp-tls=none", place.file("tree") + "/", there)
        #expect(up.status == 0 && up.outputText.contains(expected), "\(up.outputText)\(up.errorText)")
        let again = ferry("sync", "-i", "--ftp-tls=none", place.file("tree") + "/", there)
        #expect(again.status == 0 && !again.outputText.contains("<f"), "\(again.outputText)\(again.errorText)")
        let down = ferry("sync", "--ftp-tls=none", there + "/", place.file("back"))
        #expect(down.status == 0, "\(down.errorText)")
        let difference = Program("diff").run(["-r", "tree", "back"], in: place.path)
        #expect(difference.status == 0, "\(difference.outputText)")
    }

    @Test(arguments: ["XSHA512", "XSHA256", "XSHA1", "XMD5", "XCRC"])
    func whatIsSentIsConfirmedByOlderCommands(_ command: String) {
        let server = StubFTPServer(command)
        expectRoundTrip(server, "3 by store digest")
        #expect(server.commands.contains { $0.hasPrefix(command + " ") })
    }

    /// And to no other host than the one that is spoken to.
    @Test func filesTravelByTheOlderPassiveCommand() {
        let server = StubFTPServer("no-epsv")
        expectRoundTrip(server)
        #expect(server.commands.contains("PASV"))
    }

    @Test func timesAreSetByFacts() {
        let server = StubFTPServer("MFF")
        expectRoundTrip(server)
        #expect(server.commands.contains { $0.hasPrefix("MFF Modify=20200203040506; ") }, "\(server.commands)")
    }

    // MARK: TLS where there is none

    @Test func whereTLSIsRequiredNothingGoesInTheOpen() {
        let server = StubFTPServer()
        let url = "ftp://u@127.0.0.1:\(server.port)/one"
        let password = ["FERRY_FTP_PASSWORD": "secret-word"]
        let refused = ferry("cat", "--ftp-tls=required", url, environment: password)
        #expect(refused.status == 5 && refused.outputText == "", "\(refused.status)")
        #expect(
            refused.errorText
                == "ferry: cannot connect to ftp://127.0.0.1:\(server.port): the server offers no TLS\n",
            "\(refused.errorText)")
        #expect(!server.commands.contains { $0.hasPrefix("USER") || $0.hasPrefix("PASS") }, "\(server.commands)")
        for options in [["--ftp-tls=try"], [], ["--ftp-tls=none"]] {
            let outcome = Program.ferry.run(
                ["cat", url] + options,
                environment: ["HOME": "/proc/none", "NETRC": "/proc/none"].merging(password) { $1 })
            #expect(outcome.status == 0 && outcome.outputText == "one", "\(outcome.errorText)")
            let warning = "ferry: warning: ftp://127.0.0.1:\(server.port): the password is sent without encryption\n"
            #expect(outcome.errorText == warning, "\(outcome.errorText)")
        }
        let anonymous = ferry("cat", "ftp://127.0.0.1:\(server.port)/one")
        #expect(anonymous.outputText == "one" && anonymous.errorText == "", "\(anonymous.errorText)")
    }

    // MARK: A full disk

    /// In the protocol's word for it, and in pyftpdlib's, which might pass for a lost connection.
    @Test(arguments: [("full", "no space left (reply 452"), ("aborts", "input/output error (reply 426")])
    func aFullDiskIsToldOfAndTheOldFileStays(_ lie: String, _ reason: String) {
        let server = StubFTPServer(lie)
        let outcome = ferry(
            "sync", "--no-state", "--ftp-tls=none", "--ignore-times", "--include=one", "--exclude=*",
            place.file("tree") + "/",
            "ftp://127.0.0.1:\(server.port)/")
        #expect(outcome.status == 23, "\(outcome.status)")
        #expect(
            outcome.errorText.hasPrefix(
                "ferry: cannot write 'one' on ftp://127.0.0.1:\(server.port)/: \(reason)"),
            "\(outcome.errorText)")
        #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
        let kept = ferry("cat", "--ftp-tls=none", "ftp://127.0.0.1:\(server.port)/one")
        #expect(kept.outputText == "one", "\(kept.errorText)")
    }

    @Test func whatCannotBeReplacedAtOnceIsSaid() {
        let server = StubFTPServer("keeps-names")
        let there = "ftp://127.0.0.1:\(server.port)/there"
        let words = ["sync", "--stats", "-I", "--ftp-tls=none", place.file("tree/one"), there]
        let environment = ["HOME": "/proc/none", "NETRC": "/proc/none"]
        let first = Program.ferry.run(words, environment: environment)
        #expect(first.status == 0 && !first.outputText.contains("more than one step"), "\(first.outputText)")
        sh("echo another > tree/one")
        let second = Program.ferry.run(words, environment: environment)
        #expect(second.status == 0 && second.outputText.contains("more than one step"), "\(second.outputText)")
        #expect(ferry("cat", "--ftp-tls=none", there + "/one").outputText == "another\n")
    }

    /// What a place cannot hold keeps nothing from being deleted there, and its name keeps what has it.
    @Test func deletionGoesOnWhereASymlinkCannotBeKept() {
        let server = StubFTPServer()
        let there = "ftp://127.0.0.1:\(server.port)/there"
        sh("echo old > tree/extra; echo file > tree/link")
        #expect(ferry("sync", "--ftp-tls=none", place.file("tree") + "/", there).status == 0)
        sh("rm tree/extra tree/link; ln -s one tree/link")
        let run = ferry("sync", "--delete", "--ftp-tls=none", place.file("tree") + "/", there)
        #expect(run.status == 23 && run.errorText.contains("1 symlink"), "\(run.errorText)")
        #expect(!run.errorText.contains("nothing was deleted"), "\(run.errorText)")
        #expect(ferry("cat", "--ftp-tls=none", there + "/link").outputText == "file\n")
        #expect(ferry("cat", "--ftp-tls=none", there + "/extra").status == 23)
    }

    /// A source is gone only when its copy has the name.
    @Test func aSourceStaysWhoseCopyDidNotGetItsName() {
        let server = StubFTPServer("unmoved")
        let there = "ftp://127.0.0.1:\(server.port)/one"
        sh("echo 'much more' > tree/one")
        let run = ferry("sync", "--remove-source-files", "--ftp-tls=none", place.file("tree/one"), there)
        #expect(run.status == 23 && run.errorText.contains("it has not"), "\(run.errorText)")
        #expect(Program("cat").run([place.file("tree/one")]).outputText == "much more\n")
        #expect(ferry("cat", "--ftp-tls=none", there).outputText == "one")
    }
}
