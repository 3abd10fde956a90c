import Glibc
import Harness
import Servers
import Testing

/// How the program proves who asks, and on which ways it reaches servers.
@Suite struct HTTPAccessTests {
    private static let nginx: NginxServer = {
        let server = NginxServer()
        precondition(Program("sh").run(["-c", "printf content > file"], in: server.data).status == 0)
        return server
    }()
    private static let apache = ApacheServer()

    private var nginx: NginxServer { Self.nginx }
    private let environment = ["HOME": "/proc/none", "NETRC": "/proc/none"]

    private func ferry(_ arguments: String..., environment more: [String: String] = [:]) -> Program.Outcome {
        Program.ferry.run(arguments, environment: environment.merging(more) { $1 })
    }

    private func expectRefusal(_ outcome: Program.Outcome, status: Int32 = 5) {
        #expect(outcome.status == status && outcome.outputText.isEmpty, "\(outcome.errorText)")
        #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
    }

    // MARK: Digests of passwords

    @Test(arguments: ["http", "dav"]) func provesThatItKnowsThePassword(_ scheme: String) {
        let place = TemporaryDirectory()
        let url = "\(scheme)://u@127.0.0.1:\(Self.apache.digestPort)"
        let fixed = Program("sh").run(
            ["-c", "mkdir -m 777 -p \(scheme)/many; seq 99 > \(scheme)/many/f"], in: Self.apache.data)
        #expect(fixed.status == 0)
        let right = ["FERRY_HTTP_PASSWORD": "pw"]
        let copied = ferry("sync", "\(url)/\(scheme)/many/", place.path + "/copy", environment: right)
        #expect(copied.status == 0, "\(copied.errorText)")
        #expect(Program("diff").run(["-r", "\(Self.apache.data)/\(scheme)/many", place.path + "/copy"]).status == 0)
        let wrong = ferry("cat", "\(url)/\(scheme)/many/f", environment: ["FERRY_HTTP_PASSWORD": "secret-word"])
        expectRefusal(wrong)
        #expect(!wrong.errorText.contains("secret-word"))
        expectRefusal(ferry("cat", "\(url)/\(scheme)/many/f"))
    }

    /// Large bodies go out once: the server has said what it wants before.
    @Test func writesWhereDigestsAreWanted() {
        let place = TemporaryDirectory()
        let made = Program("sh").run(
            ["-c", "mkdir t; head -c 3000000 /dev/urandom > t/large; echo s > t/small"], in: place.path)
        #expect(made.status == 0)
        let url = "dav://u@127.0.0.1:\(Self.apache.digestPort)/written"
        let sent = ferry("sync", place.path + "/t/", url, environment: ["FERRY_HTTP_PASSWORD": "pw"])
        #expect(sent.status == 0, "\(sent.errorText)")
        #expect(Program("diff").run(["-r", place.path + "/t", Self.apache.data + "/written"]).status == 0)
    }

    // MARK: Certificates of clients

    @Test func showsItsCertificate() {
        let certificates = nginx.certificates
        let url = "https://localhost:\(nginx.clientsPort)/file"
        let trust = ["--ca-cert", certificates.authority]
        let named = trust + ["--client-cert", certificates.clientCertificate]
        let shown = Program.ferry.run(
            ["cat", url] + named + ["--client-key", certificates.clientKey], environment: environment)
        #expect(shown.status == 0 && shown.outputText == "content", "\(shown.errorText)")
        #expect(Program.ferry.run(["cat", url] + trust, environment: environment).status != 0)
        let place = TemporaryDirectory()
        let both = place.path + "/both.pem"
        let joined = Program("sh").run([
            "-c",
            "openssl ec -aes256 -passout pass:word -in \(certificates.clientKey) -out \(place.path)/locked 2>&1; "
                + "cat \(certificates.clientCertificate) \(place.path)/locked > \(both)",
        ])
        #expect(joined.status == 0)
        let locked = ["cat", url] + trust + ["--client-cert", both]
        let opened = Program.ferry.run(
            locked, environment: environment.merging(["FERRY_CLIENT_KEY_PASSWORD": "word"]) { $1 })
        #expect(opened.outputText == "content", "\(opened.errorText)")
        expectRefusal(Program.ferry.run(locked, environment: environment))
    }

    @Test(arguments: [
        (["--client-key", "/dev/null"], "--client-key: the key is of use with --client-cert only", 1),
        (["--client-cert", "/proc/none"], "--client-cert: cannot read '/proc/none': No such file or directory", 11),
    ])
    func refusesHalfACertificate(_ options: [String], _ message: String, _ status: Int32) {
        let outcome = Program.ferry.run(["cat", "https://localhost/x"] + options, environment: environment)
        #expect(outcome.status == status && outcome.errorText == "ferry: \(message)\n", "\(outcome.errorText)")
    }

    // MARK: Proxies

    /// The name is none that anybody could reach otherwise.
    @Test func goesThroughAProxy() {
        let url = "http://server.invalid/json/file"
        let through = ["http_proxy": "http://px:hidden-word@127.0.0.1:\(nginx.proxyPort)"]
        let outcome = ferry("cat", url, environment: through)
        #expect(outcome.status == 0 && outcome.outputText == "content", "\(outcome.errorText)")
        let wrong = ["http_proxy": "http://px:other-word@127.0.0.1:\(nginx.proxyPort)"]
        let refused = ferry("cat", url, environment: wrong)
        expectRefusal(refused)
        #expect(refused.errorText.contains("proxy") && !refused.errorText.contains("other-word"))
        let past = ferry("cat", url, environment: through.merging(["no_proxy": "server.invalid"]) { $1 })
        expectRefusal(past)
        #expect(past.errorText.hasSuffix(": the host name is not known\n"), "\(past.errorText)")
    }

    @Test func namesAProxyThatIsOfNoUse() {
        let port = FreePort.refusing()
        let url = "http://server.invalid/file"
        let silent = ferry("cat", url, environment: ["http_proxy": "http://px:hidden-word@127.0.0.1:\(port)"])
        expectRefusal(silent)
        #expect(
            silent.errorText.hasSuffix(": the proxy 127.0.0.1:\(port): connection refused\n"), "\(silent.errorText)")
        let unknown = ferry("cat", url, environment: ["http_proxy": "http://px:hidden-word@proxy.invalid:8080"])
        expectRefusal(unknown)
        #expect(unknown.errorText.contains("the name of the proxy is not known"), "\(unknown.errorText)")
        #expect(unknown.errorText.contains("proxy.invalid") && !unknown.errorText.contains("hidden-word"))
    }
}
