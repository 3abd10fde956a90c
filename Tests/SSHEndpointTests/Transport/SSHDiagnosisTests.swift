import FerryEndpoints
import Testing

@testable import SSHEndpoint

@Suite struct SSHDiagnosisTests {
    struct Case: Sendable {
        let words: String
        let code: EndpointError.Code
        let reason: String
    }

    @Test(arguments: [
        Case(
            words: "ssh: connect to host h port 22: Connection refused\r\n", code: .unreachable,
            reason: "connection refused"),
        Case(
            words: "u@h: Permission denied (publickey,password).\r\n", code: .authenticationFailed,
            reason: "permission denied (publickey,password)"),
        Case(
            words: "ssh: connect to host h port 22: Connection timed out\r\n", code: .timedOut,
            reason: "connection timed out"),
        Case(
            words: "ssh: Could not resolve hostname h: Name or service not known\r\n", code: .unreachable,
            reason: "the host name is not known"),
        Case(
            words: "Timeout, server h not responding.\r\n", code: .timedOut, reason: "the server does not respond"),
        Case(
            words: "Warning: Permanently added 'h' (ED25519) to the list of known hosts.\r\nodd\r\n",
            code: .unreachable, reason: "odd"),
        Case(
            words:
                "Idle sessions are timed out. Connection refused to robots.\nsubsystem request failed on channel 0\n",
            code: .unsupported, reason: "the server offers no SFTP"),
        Case(
            words: """
                ssh: connect to host jump port 22: Connection refused
                kex_exchange_identification: Connection closed by remote host
                Connection closed by UNKNOWN port 65535
                """, code: .unreachable, reason: "on the way there: jump port 22: connection refused"),
        Case(words: "", code: .unreachable, reason: "the connection ended with status 255"),
    ])
    func tellsCauses(_ given: Case) {
        let failure = SSHDiagnosis.failure(status: 255, lastWords: given.words, of: .sftp)
        #expect(failure.code == given.code)
        #expect(failure.reason == given.reason)
    }

    /// Behind a jump host, the last key is what was refused.
    @Test func anUnknownKeyIsTold() {
        let words = "No ED25519 host key is known for h.\nHost key verification failed.\n"
        let failure = SSHDiagnosis.failure(status: 255, lastWords: words, of: .sftp) { "ssh-ed25519 SHA256:abc" }
        #expect(failure.code == .untrustedHost)
        #expect(failure.reason.hasPrefix("the host key ssh-ed25519 SHA256:abc is not known"))
        let talk = """
            debug1: Server host key: ssh-rsa SHA256:jump\r
            debug1: Server host key: ssh-ed25519 SHA256:abc\r
            Host key verification failed.\r
            """
        #expect(ShownHostKey.told(in: talk) == "ssh-ed25519 SHA256:abc")
        #expect(ShownHostKey.told(in: words) == nil)
    }

    @Test func aChangedKeyIsNotAnUnknownOne() {
        let words = "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.\n"
        let changed = SSHDiagnosis.failure(status: 255, lastWords: words, of: .sftp)
        let named = SSHDiagnosis.failure(
            status: 255,
            lastWords: """
                @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
                SHA256:FofK6ycx4sSywU0nQ1zsd4seFDxNzmk8ViMyvUrn93g.
                Offending ED25519 key in /home/me/.ssh/known_hosts:3
                  ssh-keygen -f "/home/me/.ssh/known_hosts" -R "[h]:2222"
                Host key verification failed.
                """, of: .sftp)
        #expect(
            named.reason == """
                the host key has changed since it was last seen: it is SHA256:FofK6ycx4sSywU0nQ1zsd4seFDxNzmk8ViMyvUrn93g now, \
                and was that of /home/me/.ssh/known_hosts:3; if that is right, remove the old one with 'ssh-keygen -R [h]:2222'
                """)
        let unknown = SSHDiagnosis.failure(status: 255, lastWords: "Host key verification failed.\n", of: .sftp)
        #expect(changed.code == .untrustedHost && unknown.code == .untrustedHost)
        #expect(changed.reason.contains("changed") && unknown.reason.contains("accept-new"))
    }
}
