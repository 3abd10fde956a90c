import Glibc
import Harness
import Servers
import Testing

/// The program beside nginx.
@Suite struct HTTPCommandTests {
    private static let server: NginxServer = {
        let server = NginxServer()
        let script = """
            set -e
            mkdir -p tree/empty tree/sub/deep
            printf one > tree/one; : > tree/nothing; printf x > 'tree/sub/sp ace%&+?#'; printf y > tree/sub/deep/é
            head -c 3000000 /dev/urandom > tree/sub/large
            touch -d '2020-02-03 04:05:06 UTC' tree/one tree/sub/large
            """
        let outcome = Program("/bin/sh").run(["-c", script], in: server.data)
        precondition(outcome.status == 0, outcome.errorText)
        return server
    }()

    private var server: NginxServer { Self.server }
    private var plain: String { "http://127.0.0.1:\(server.port)" }
    private var secure: String { "https://localhost:\(server.securePort)" }
    /// Whoever runs the tests may have passwords for these hosts.
    private let environment = ["HOME": "/proc/none", "NETRC": "/proc/none"]

    private func ferry(_ arguments: String..., environment more: [String: String] = [:]) -> Program.Outcome {
        Program.ferry.run(arguments, environment: environment.merging(more) { $1 })
    }

    private func expectTree(in place: String) {
        let difference = Program("diff").run(["-r", "\(server.data)/tree", place])
        #expect(difference.status == 0, "\(difference.outputText)")
    }

    @Test(arguments: ["html", "json", "xml"]) func mirrorsATree(_ format: String) {
        let place = TemporaryDirectory()
        let copied = ferry("sync", "\(plain)/\(format)/tree/", place.path + "/copy")
        #expect(copied.status == 0, "\(copied.errorText)")
        expectTree(in: place.path + "/copy")
        let time = Program("stat").run(["-c", "%Y", place.path + "/copy/one"])
        #expect(time.outputText == "1580702706\n")
        let again = ferry("sync", "-i", "\(plain)/\(format)/tree/", place.path + "/copy")
        #expect(again.status == 0 && !again.outputText.contains(">f"), "\(again.outputText)")
        let checked = ferry("check", "-c", "\(plain)/\(format)/tree/", place.path + "/copy")
        #expect(checked.status == 0, "\(checked.outputText) \(checked.errorText)")
    }

    @Test func takesOneFile() {
        let place = TemporaryDirectory()
        #expect(ferry("sync", "\(plain)/json/tree/one", place.path).status == 0)
        #expect(ferry("cat", "\(plain)/json/tree/one").outputText == "one")
        #expect(ferry("cat", "--offset=1", "--length=1", "\(plain)/html/tree/one").outputText == "n")
        #expect(Program("cat").run([place.path + "/one"]).outputText == "one")
        #expect(ferry("cat", "\(plain)/moved/tree/one").outputText == "one")
    }

    @Test func lists() {
        let listed = ferry("list", "-r", "\(plain)/json/tree")
        #expect(listed.status == 0)
        #expect(listed.outputText.split(separator: "\n").contains("sub/deep/é"), "\(listed.outputText)")
    }

    @Test func deletesWhatTheServerLacks() {
        let place = TemporaryDirectory()
        #expect(ferry("sync", "\(plain)/html/tree/", place.path).status == 0)
        #expect(Program("touch").run([place.path + "/extra"]).status == 0)
        #expect(ferry("sync", "--delete", "\(plain)/html/tree/", place.path).status == 0)
        expectTree(in: place.path)
    }

    @Test func trustsWhatItIsToldTo() {
        let trusted = ferry("cat", "--ca-cert", server.certificates.authority, "\(secure)/json/tree/one")
        #expect(trusted.outputText == "one", "\(trusted.errorText)")
        let unknown = ferry("cat", "\(secure)/json/tree/one")
        #expect(unknown.status == 5 && unknown.outputText.isEmpty)
        #expect(unknown.errorText.split(separator: "\n").count == 1, "\(unknown.errorText)")
    }

    @Test func findsPasswordsAndKeepsThem() throws {
        let url = plain.replacingHost("u@127.0.0.1") + "/closed/tree/one"
        let named = ferry("cat", url, environment: ["FERRY_HTTP_PASSWORD": "pw"])
        #expect(named.outputText == "one", "\(named.errorText)")
        let place = TemporaryDirectory()
        let netrc = place.path + "/netrc"
        let script = "printf 'machine 127.0.0.1 login u password pw' > \(netrc)"
        #expect(Program("/bin/sh").run(["-c", script]).status == 0)
        #expect(ferry("cat", "\(plain)/closed/tree/one", environment: ["NETRC": netrc]).outputText == "one")
        let header = "Authorization: Basic dTpwdw=="
        #expect(ferry("cat", "--header", header, "\(plain)/closed/tree/one").outputText == "one")
        let wrong = ferry("cat", url, environment: ["FERRY_HTTP_PASSWORD": "secret-word"])
        #expect(wrong.status == 5)
        #expect(!wrong.errorText.contains("secret-word"))
        // The server sends this request to another name of itself, which the password is not for.
        let elsewhere = ferry("cat", "\(plain)/elsewhere/tree/one", environment: ["NETRC": netrc])
        #expect(elsewhere.status == 5 && elsewhere.outputText.isEmpty)
    }

    @Test(arguments: [
        ("json/tree/absent", 23), ("circle/x", 12), ("json/tree/sub", 23),
    ]) func refusesInOneLine(_ path: String, _ status: Int32) {
        let outcome = ferry("cat", "\(plain)/\(path)")
        #expect(outcome.status == status, "\(outcome.errorText)")
        #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
    }

    /// What a server says of a file's content must be true of what came.
    @Test(arguments: ["content-md5", "repr-digest"]) func contentMustHaveTheDigestThatTheServerTells(_ way: String) {
        let made = Program("sh").run(
            [
                "-ec",
                """
                mkdir '\(way)'; cd '\(way)'; printf content > right; printf CONTENT > wrong
                touch -d '2020-02-03 04:05:06 UTC' right wrong
                """,
            ], in: server.data)
        #expect(made.status == 0, "\(made.errorText)")
        let place = TemporaryDirectory()
        place.write(Array("old".utf8), "wrong")
        let outcome = ferry("sync", "\(plain)/\(way)/\(way)/", place.path)
        #expect(outcome.status == 23, "\(outcome.status)")
        #expect(outcome.errorText.contains("'wrong'") && !outcome.errorText.contains("'right'"), "\(outcome.errorText)")
        #expect(Program("cat").run(["right", "wrong"], in: place.path).outputText == "contentold")
    }

    /// `--timeout` is about a server that is silent, not about waiting between two attempts.
    @Test func anErrorIsToldBeforeTheTimeoutIs() {
        let port = FreePort.next()
        let place = TemporaryDirectory()
        let script = """
            import http.server, sys
            class Busy(http.server.BaseHTTPRequestHandler):
                def do_GET(self): self.send_error(500)
                do_HEAD = do_GET
            http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Busy).serve_forever()
            """
        let busy = ServerProcess(["python3", "-c", script, "\(port)"], log: place.file("log"))
        busy.waitUntilListening(on: port, log: place.file("log"))
        let outcome = ferry("sync", "--timeout=4", "http://127.0.0.1:\(port)/file", place.file("copy"))
        #expect(outcome.status == 23 && outcome.errorText.contains("status 500"), "\(outcome.errorText)")
    }

    @Test func cannotWrite() {
        let outcome = ferry("sync", "\(server.data)/tree/", "\(plain)/json/copy")
        #expect(outcome.status == 4)
        #expect(
            outcome.errorText == "ferry: '\(plain)/json/copy': nothing can be written there\n", "\(outcome.errorText)")
    }

    @Test func saysThatNobodyAnswers() {
        let outcome = ferry("list", "http://127.0.0.1:\(FreePort.next())/")
        #expect(outcome.status == 5 && outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
    }

    /// A wrong port or scheme: another protocol answers.
    @Test func saysThatAnotherProtocolIsSpoken() {
        let stub = StubFTPServer()
        let foreign = ferry("list", "http://127.0.0.1:\(stub.port)/")
        #expect(foreign.status == 12, "\(foreign.status)")
        #expect(foreign.errorText.hasSuffix("/': what answers does not speak HTTP\n"), "\(foreign.errorText)")
        let unprotected = ferry("list", "https://127.0.0.1:\(server.port)/json/")
        #expect(unprotected.errorText.contains("/json: the TLS handshake failed: "), "\(unprotected.errorText)")
        #expect(unprotected.errorText.split(separator: "\n").count == 1)
    }
}

extension String {
    fileprivate func replacingHost(_ host: String) -> String {
        "http://\(host)" + drop { $0 != ":" }.dropFirst().drop { $0 != ":" }
    }
}
