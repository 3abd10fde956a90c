import Glibc
import Harness
import Servers
import Testing

/// Which hosts are trusted when they are reached through libssh2.
@Suite struct LibSSH2HostTests {
    private static let server = SSHServer()

    private func expectRefusal(
        _ outcome: Program.Outcome, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == 5, "\(outcome.errorText)", sourceLocation: sourceLocation)
        #expect(
            outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)", sourceLocation: sourceLocation)
        for word in words {
            #expect(outcome.errorText.contains(word), "\(outcome.errorText)", sourceLocation: sourceLocation)
        }
    }

    @Test func anUnknownHostIsRefusedWithItsFingerprint() {
        let client = LibSSH2Client(Self.server)
        client.own()
        expectRefusal(client.list(), [client.fingerprint, "--strict-host-key-checking=accept-new"])
        #expect(client.knownHosts == "")
    }

    @Test func aNewHostIsRememberedWhereThatIsWanted() {
        let client = LibSSH2Client(Self.server)
        client.own()
        // The last line lacks its end.
        client.know("other \(client.hostKey)")
        let first = client.list(["--strict-host-key-checking=accept-new"])
        #expect(first.status == 0, "\(first.errorText)")
        let lines = "other \(client.hostKey)\n[127.0.0.1]:\(Self.server.port) \(client.hostKey)\n"
        #expect(client.knownHosts == lines)
        #expect(client.list(["--strict-host-key-checking=accept-new"]).status == 0)
        #expect(client.list().status == 0 && client.knownHosts == lines)
    }

    @Test func theFirstFileIsMadeForTheUserAlone() {
        let client = LibSSH2Client(Self.server)
        rmdir("\(client.home)/.ssh")
        let outcome = client.list(
            ["--strict-host-key-checking=accept-new", "--ssh-identity=\(Self.server.home)/.ssh/id_ed25519"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let modes = Program("stat").run(["-c", "%a", "\(client.home)/.ssh", "\(client.home)/.ssh/known_hosts"])
        #expect(modes.outputText == "700\n600\n")
    }

    @Test(arguments: ["HOST KEY\n", "* KEY\n", "127.0.0.1 KEY\n", "!other,[127.0.0.*]:* KEY\n"])
    func aKnownHost(_ line: String) {
        let client = LibSSH2Client(Self.server)
        client.own()
        client.know(line)
        let outcome = client.list()
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test func hashedNamesAreKnown() {
        let client = LibSSH2Client(Self.server)
        client.own()
        client.know()
        #expect(Program("ssh-keygen").run(["-H", "-f", "\(client.home)/.ssh/known_hosts"]).status == 0)
        #expect(client.knownHosts.hasPrefix("|1|"))
        let outcome = client.list()
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test func aChangedKeyIsRefused() {
        let client = LibSSH2Client(Self.server)
        client.own()
        let other = Program("cat").run(["\(Self.server.home)/../user.pub"]).outputText
        client.know("HOST \(other)")
        for checking in ["yes", "accept-new"] {
            expectRefusal(
                client.list(["--strict-host-key-checking=\(checking)"]),
                [client.fingerprint, "has changed", "known_hosts:1"])
        }
        #expect(client.list(["--strict-host-key-checking=no"]).status == 0)
        #expect(client.knownHosts.hasSuffix(other))
    }

    @Test func aRevokedKeyIsRefusedAlways() {
        let client = LibSSH2Client(Self.server)
        client.own()
        client.know("HOST KEY\n@revoked * KEY\n")
        for checking in ["yes", "accept-new", "no"] {
            expectRefusal(client.list(["--strict-host-key-checking=\(checking)"]), [client.fingerprint, "revoked"])
        }
    }

    @Test func anAuthorityIsRefusedWithAdvice() {
        let client = LibSSH2Client(Self.server)
        client.own()
        client.know("@cert-authority * KEY\n")
        for checking in ["yes", "accept-new"] {
            expectRefusal(
                client.list(["--strict-host-key-checking=\(checking)"]), ["@cert-authority", "--ssh-transport=ssh"])
        }
    }

    /// A server that has several keys proves the one that is known.
    @Test func theKnownKindOfKeyIsAskedFor() {
        let keys = TemporaryDirectory()
        let made = Program("ssh-keygen").run(["-q", "-t", "ecdsa", "-N", "", "-f", keys.file("key")])
        #expect(made.status == 0)
        let server = SSHServer(settings: ["HostKey \(keys.file("key"))"])
        let client = LibSSH2Client(server)
        client.own()
        client.know("HOST \(String(decoding: keys.read("key.pub"), as: UTF8.self))")
        let outcome = client.list()
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test func whatLibSSH2CannotDoIsNamed() {
        let keys = TemporaryDirectory()
        #expect(Program("ssh-keygen").run(["-q", "-t", "rsa", "-N", "", "-f", keys.file("key")]).status == 0)
        let server = SSHServer(settings: ["HostKey \(keys.file("key"))", "HostKeyAlgorithms rsa-sha2-512"])
        let client = LibSSH2Client(server)
        client.know("HOST \(String(decoding: keys.read("key.pub"), as: UTF8.self))")
        let outcome = client.list()
        #expect(outcome.status == 4, "\(outcome.errorText)")
        #expect(outcome.errorText.contains("RSA keys with SHA-2") && outcome.errorText.contains("--ssh-transport=ssh"))
    }
}
