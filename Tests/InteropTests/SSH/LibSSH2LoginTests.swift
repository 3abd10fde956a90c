import Glibc
import Harness
import Servers
import Testing

/// Ways to prove who one is through libssh2.
@Suite struct LibSSH2LoginTests {
    private static let server = SSHServer()

    /// A key of a user who is let in by it alone.
    private struct Account: ~Copyable {
        let keys = TemporaryDirectory()
        let server: SSHServer

        init(_ arguments: [String]) {
            let made = Program("ssh-keygen").run(["-q", "-f", keys.file("key")] + arguments)
            precondition(made.status == 0, made.errorText)
            server = SSHServer(settings: ["AuthorizedKeysFile \(keys.file("key.pub"))"])
        }

        var option: String { "--ssh-identity=\(keys.file("key"))" }
    }

    @Test(arguments: ["ed25519", "ecdsa"]) func keysWithoutPassphrase(_ type: String) {
        let account = Account(["-t", type, "-N", ""])
        let client = LibSSH2Client(account.server)
        client.know()
        #expect(client.list().status == 5)
        let outcome = client.list([account.option])
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    /// The key where it usually is, its passphrase from an askpass program.
    @Test(arguments: [["-t", "ed25519"], ["-t", "ecdsa", "-m", "PEM"]]) func passphrases(_ arguments: [String]) {
        let account = Account(arguments + ["-N", "open sesame"])
        let client = LibSSH2Client(account.server)
        client.know()
        symlink(account.keys.file("key"), "\(client.home)/.ssh/id_\(arguments[1])")
        let program = client.directory.write(
            Array("#!/bin/sh\ncase $1 in *passphrase*id_*) echo 'open sesame';; *) exit 1;; esac\n".utf8), "askpass")
        chmod(program, 0o755)
        let outcome = client.list(environment: ["SSH_ASKPASS": program])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let unattended = client.list()
        #expect(unattended.status == 5 && unattended.errorText.contains("passphrase"), "\(unattended.errorText)")
        let wrong = client.directory.write(Array("#!/bin/sh\necho wrong\n".utf8), "wrong")
        chmod(wrong, 0o755)
        #expect(client.list(environment: ["SSH_ASKPASS": wrong]).status == 5)
    }

    /// The server trusts an authority, and no key by itself.
    @Test func aCertificateIsNamedWithTheWayOut() {
        let keys = TemporaryDirectory()
        let script = """
            ssh-keygen -q -t ed25519 -N '' -f authority; ssh-keygen -q -t ed25519 -N '' -f key
            ssh-keygen -q -s authority -I somebody -n "$(id -un)" key.pub; touch nobody
            """
        let made = Program("sh").run(["-ec", script], in: keys.path)
        #expect(made.status == 0, "\(made.errorText)")
        let server = SSHServer(
            settings: ["AuthorizedKeysFile \(keys.file("nobody"))", "TrustedUserCAKeys \(keys.file("authority.pub"))"])
        let client = LibSSH2Client(server)
        client.know()
        let outcome = client.list(["--ssh-identity=\(keys.file("key"))"])
        #expect(outcome.status == 5)
        for words in ["permission denied", "key-cert.pub' is a certificate", "use --ssh-transport=ssh"] {
            #expect(outcome.errorText.contains(words), "\(outcome.errorText)")
        }
        let bySSH = client.list(
            ["--ssh-identity=\(keys.file("key"))"],
            transport: ["--rsh=ssh -oUserKnownHostsFile=\(client.home)/.ssh/known_hosts"])
        #expect(bySSH.status == 0, "\(bySSH.errorText)")
    }

    @Test func anAgentHoldsTheKey() {
        let account = Account(["-t", "ed25519", "-N", ""])
        let client = LibSSH2Client(account.server)
        client.know()
        let script = """
            export SSH_AUTH_SOCK="$1"
            eval "$(ssh-agent -a "$SSH_AUTH_SOCK")" >/dev/null
            trap 'kill $SSH_AGENT_PID' EXIT
            ssh-add -q "$2"
            shift 2
            "$@"
            """
        let outcome = client.list(
            environment: ["SSH_AUTH_SOCK": client.directory.file("agent")],
            through: ["bash", "-c", script, "bash", client.directory.file("agent"), account.keys.file("key")])
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test func anRSAKeyIsNamedWithTheWayOut() {
        let account = Account(["-t", "rsa", "-N", ""])
        let client = LibSSH2Client(account.server)
        client.know()
        let outcome = client.list([account.option])
        #expect(outcome.status == 5, "\(outcome.errorText)")
        for words in ["permission denied", "is an RSA key", "--ssh-transport=ssh"] {
            #expect(outcome.errorText.contains(words), "\(outcome.errorText)")
        }
        #expect(outcome.errorText.split(separator: "\n").count == 1)
    }

    /// As `password` and as keyboard-interactive ask for it.
    @Test(
        .enabled(if: geteuid() == 0),
        arguments: [
            [], ["UsePAM yes", "KbdInteractiveAuthentication yes", "PasswordAuthentication no"],
        ])
    func passwordsOfTheEnvironment(_ settings: [String]) throws {
        let server = SSHServer(settings: settings)
        let account = try #require(server.account)
        let client = LibSSH2Client(server)
        client.know()
        let right = client.list(user: account.user, environment: ["FERRY_SSH_PASSWORD": account.password])
        #expect(right.status == 0, "\(right.errorText)")
        let wrong = client.list(user: account.user, environment: ["FERRY_SSH_PASSWORD": "sesame"])
        #expect(wrong.status == 5 && wrong.errorText.contains("permission denied"), "\(wrong.errorText)")
        #expect(!wrong.errorText.contains("sesame") && wrong.errorText.split(separator: "\n").count == 1)
    }

    /// A password is not sent to a host that may be another one.
    @Test(.enabled(if: geteuid() == 0)) func aChangedHostGetsNoPassword() throws {
        let account = try #require(Self.server.account)
        let client = LibSSH2Client(Self.server)
        client.know("HOST \(Program("cat").run(["\(Self.server.home)/../user.pub"]).outputText)")
        let outcome = client.list(
            ["--strict-host-key-checking=no"], user: account.user,
            environment: ["FERRY_SSH_PASSWORD": account.password])
        #expect(outcome.status == 5, "\(outcome.errorText)")
    }

    /// On a terminal the password is asked for, and not shown; a wrong one is asked for again.
    @Test(.enabled(if: geteuid() == 0)) func passwordsAreTypedUnseen() throws {
        let account = try #require(Self.server.account)
        let client = LibSSH2Client(Self.server)
        client.know()
        let script = """
            import os, pty, sys
            child, terminal = pty.fork()
            if child == 0: os.execvp(sys.argv[2], sys.argv[2:])
            said, answers = b'', ['wrong', sys.argv[1]]
            while True:
                try: part = os.read(terminal, 1024)
                except OSError: break
                if not part: break
                said += part
                if said.count(b'password: ') > 2 - len(answers):
                    os.write(terminal, answers.pop(0).encode() + b'\\n')
            sys.stdout.write(said.decode())
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        let outcome = client.list(
            user: account.user, through: ["timeout", "60", "python3", "-c", script, account.password])
        #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
        #expect(outcome.outputText.contains("\(account.user)@[127.0.0.1]:\(Self.server.port)'s password: "))
        #expect(!outcome.outputText.contains(account.password) && !outcome.outputText.contains("wrong"))
        #expect(outcome.outputText.contains("hostname"))
    }
}
