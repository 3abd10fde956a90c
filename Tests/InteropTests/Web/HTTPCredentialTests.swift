import Harness
import Servers
import Testing

/// Tokens, protocols and redirections, as nginx saw the requests.
@Suite final class HTTPCredentialTests {
    private let nginx: NginxServer
    private let scratch = TemporaryDirectory()

    init() {
        nginx = NginxServer()
        sh(
            """
            mkdir -p tree/sub; for i in $(seq 40); do echo $i > tree/$i; done; echo deep > tree/sub/deep
            head -c 1000000 /dev/urandom > tree/sub/large
            """, in: nginx.data)
    }

    private func sh(_ script: String, in directory: String) {
        let outcome = Program("sh").run(["-ec", script], in: directory)
        precondition(outcome.status == 0, outcome.errorText)
    }

    private func ferry(_ arguments: String..., environment more: [String: String] = [:]) -> Program.Outcome {
        Program.ferry.run(
            arguments + ["--ca-cert", nginx.certificates.authority],
            environment: ["HOME": "/proc/none", "NETRC": "/proc/none"].merging(more) { $1 })
    }

    private func expectSame(_ one: String, _ other: String) {
        let difference = Program("diff").run(["-r", one, other])
        #expect(difference.status == 0, "\(difference.outputText)\(difference.errorText)")
    }

    @Test(arguments: ["http", "https"]) func aBearerTokenOpensATree(_ scheme: String) {
        let origin = "\(scheme)://localhost:\(scheme == "http" ? nginx.port : nginx.securePort)"
        let right = ["FERRY_HTTP_TOKEN": NginxServer.token]
        let copied = ferry("sync", "\(origin)/token/tree/", scratch.file("copy"), environment: right)
        #expect(copied.status == 0, "\(copied.errorText)")
        expectSame("\(nginx.data)/tree", scratch.file("copy"))
        let wrong = ferry(
            "sync", "\(origin)/token/tree/", scratch.file("wrong"), environment: ["FERRY_HTTP_TOKEN": "secret-word"])
        #expect(wrong.status == 5 && !wrong.errorText.contains("secret-word"), "\(wrong.errorText)")
        #expect(wrong.errorText.split(separator: "\n").count == 1, "\(wrong.errorText)")
        #expect(ferry("cat", "\(origin)/token/tree/1").status == 5)
    }

    @Test func aBearerTokenLetsWrite() {
        let url = "davs://localhost:\(nginx.securePort)/token-dav/written"
        let sent = ferry("sync", "\(nginx.data)/tree/", url, environment: ["FERRY_HTTP_TOKEN": NginxServer.token])
        #expect(sent.status == 0, "\(sent.errorText)")
        expectSame("\(nginx.data)/tree", "\(nginx.data)/written")
    }

    /// Of small files, many share one connection.
    @Test func overTLSTheProtocolIsHTTP2() {
        let copied = ferry("sync", "https://localhost:\(nginx.securePort)/json/tree/", scratch.file("copy"))
        #expect(copied.status == 0, "\(copied.errorText)")
        expectSame("\(nginx.data)/tree", scratch.file("copy"))
        let requests = nginx.requests
        #expect(requests.count > 40 && requests.allSatisfy { $0.version == "HTTP/2.0" }, "\(requests)")
        #expect(Set(requests.map(\.connection)).count <= 8, "\(requests)")
    }

    @Test func inTheOpenConnectionsAreUsedAgain() {
        let copied = ferry("sync", "http://localhost:\(nginx.port)/json/tree/", scratch.file("copy"))
        #expect(copied.status == 0, "\(copied.errorText)")
        let requests = nginx.requests
        #expect(requests.count > 40 && requests.allSatisfy { $0.version == "HTTP/1.1" }, "\(requests)")
        #expect(Set(requests.map(\.connection)).count <= 16, "\(requests)")
    }

    /// Neither the request nor anything that proves who asks goes where everybody can read it.
    @Test(arguments: ["password", "token", "header", "none"]) func nothingIsSentFromTLSIntoTheOpen(_ proof: String) {
        let url = "https://\(proof == "password" ? "u@" : "")localhost:\(nginx.securePort)/unprotected/tree/1"
        let environment = ["password": ["FERRY_HTTP_PASSWORD": "pw"], "token": ["FERRY_HTTP_TOKEN": "secret-word"]]
        let options = proof == "header" ? ["--header", "Authorization: Bearer secret-word"] : []
        let outcome = Program.ferry.run(
            ["cat", url, "--ca-cert", nginx.certificates.authority] + options,
            environment: ["HOME": "/proc/none", "NETRC": "/proc/none"].merging(environment[proof] ?? [:]) { $1 })
        #expect(outcome.status == 5 && outcome.outputText == "", "\(outcome.status) \(outcome.errorText)")
        #expect(outcome.errorText.contains("from TLS to an unprotected connection"), "\(outcome.errorText)")
        #expect(!outcome.errorText.contains("secret-word"))
        let requests = nginx.requests
        #expect(!requests.isEmpty && requests.allSatisfy { $0.target.hasPrefix("/unprotected/") }, "\(requests)")
    }

    /// To another name of the same server the request goes, and nothing that proves who asks.
    @Test func tokensStayWithTheHost() {
        let outcome = ferry(
            "cat", "http://127.0.0.1:\(nginx.port)/elsewhere/tree/1", environment: ["FERRY_HTTP_TOKEN": "secret-word"])
        #expect(outcome.status == 5, "\(outcome.errorText)")
        let sent = nginx.requests.map { ($0.target, $0.authorization) }
        #expect(sent.contains { $0 == "/elsewhere/tree/1" && $1 == "Bearer secret-word" }, "\(sent)")
        #expect(sent.contains { $0.0 == "/closed/tree/1" }, "\(sent)")
        #expect(sent.allSatisfy { $0.0 != "/closed/tree/1" || $0.1 == nil }, "\(sent)")
    }
}
