import Glibc
import Harness
import Servers
import Testing

/// Connections that do not come to be, or break: one clear line, and the status that tells what it was.
@Suite struct SSHFailureTests {
    private static let server = SSHServer()

    private func list(_ location: String, _ options: [String], environment: [String: String] = [:]) -> Program.Outcome {
        Program("timeout", leading: ["60", "setsid", "-w", Program.ferry.path]).run(
            ["list", location] + options, environment: environment)
    }

    private func expectOneLine(
        _ outcome: Program.Outcome, _ status: Int32, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let lines = outcome.errorText.split(separator: "\n")
        #expect(outcome.status == status, "\(outcome.errorText)", sourceLocation: sourceLocation)
        #expect(lines.count == 1, "\(outcome.errorText)", sourceLocation: sourceLocation)
        #expect(outcome.errorText.contains(words), "\(outcome.errorText)", sourceLocation: sourceLocation)
        #expect(outcome.errorText.hasPrefix("ferry: cannot connect to sftp://"), sourceLocation: sourceLocation)
    }

    @Test func refused() {
        expectOneLine(list("sftp://127.0.0.1:\(FreePort.next())/", []), 5, "connection refused")
    }

    @Test func anUnknownHost() {
        let none = "--rsh=\(Self.server.remoteShell) -oUserKnownHostsFile=/dev/null"
        let refused = list("server:/", [none])
        expectOneLine(refused, 5, "--strict-host-key-checking=accept-new")
        let known = Program("ssh-keygen").run(["-lf", "\(Self.server.home)/.ssh/known_hosts"])
        let key = known.outputText.split(separator: " ").dropFirst().first ?? ""
        #expect(refused.errorText.contains("the host key ssh-ed25519 \(key) is not known"), "\(refused.errorText)")
        let outcome = list("server:/etc/hostname", [none, "--strict-host-key-checking=accept-new"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test func noKeyAndNoPassword() {
        let none = "--rsh=\(Self.server.remoteShell) -oPubkeyAuthentication=no"
        expectOneLine(list("server:/", [none]), 5, "permission denied")
    }

    @Test(.enabled(if: geteuid() == 0)) func passwords() throws {
        let account = try #require(Self.server.account)
        let rsh = "--rsh=\(Self.server.remoteShell) -oPubkeyAuthentication=no"
        let location = "\(account.user)@server:/etc/hostname"
        let right = list(location, [rsh], environment: ["FERRY_SSH_PASSWORD": account.password])
        #expect(right.status == 0, "\(right.errorText)")
        let wrong = list(location, [rsh], environment: ["FERRY_SSH_PASSWORD": "sesame"])
        expectOneLine(wrong, 5, "permission denied")
        #expect(!wrong.errorText.contains("sesame"))
    }

    @Test func aProgramThatIsNoSSH() {
        expectOneLine(list("server:/", ["--rsh=/nonexistent/ssh"]), 4, "cannot start '/nonexistent/ssh'")
        expectOneLine(list("server:/", ["--rsh=echo"]), 12, "does not speak SFTP")
    }

    @Test func aServerWithoutSFTP() {
        let server = SSHServer(.none)
        expectOneLine(list("server:/", ["--rsh=\(server.remoteShell)"]), 4, "no SFTP")
    }

    @Test func aHostThatIsSilent() {
        expectOneLine(list("server:/", ["--rsh=sh -c 'sleep 40' x", "--contimeout=1"]), 35, "within 1 second")
    }
}
