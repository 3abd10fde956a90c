import Harness
import Testing

@testable import SSHEndpoint

/// What ssh-keygen and openssl write.
@Suite struct PrivateKeyFileTests {
    private func key(_ arguments: [String], passphrase: String = "") throws -> PrivateKeyFile {
        let directory = TemporaryDirectory()
        let made = Program("ssh-keygen").run(["-q", "-N", passphrase, "-f", directory.file("key")] + arguments)
        #expect(made.status == 0, "\(made.errorText)")
        return try #require(PrivateKeyFile(directory.read("key")))
    }

    @Test(arguments: [
        (["-t", "ed25519"], "ssh-ed25519"), (["-t", "ecdsa", "-b", "384"], "ecdsa-sha2-nistp384"),
        (["-t", "rsa"], "ssh-rsa"),
    ])
    func theKindIsTold(_ arguments: [String], _ type: String) throws {
        let plain = try key(arguments)
        #expect(plain.type == type && !plain.isEncrypted)
        let locked = try key(arguments, passphrase: "secret")
        #expect(locked.type == type && locked.isEncrypted)
    }

    @Test func olderForms() throws {
        let rsa = try key(["-t", "rsa", "-m", "PEM"], passphrase: "secret")
        #expect(rsa.type == "ssh-rsa" && rsa.isEncrypted)
        let ecdsa = try key(["-t", "ecdsa", "-m", "PKCS8"], passphrase: "secret")
        #expect(ecdsa.type == nil && ecdsa.isEncrypted)
        let plain = try key(["-t", "ecdsa", "-m", "PEM"])
        #expect(plain.type == nil && !plain.isEncrypted)
    }

    @Test(arguments: [
        "", "text", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n", "-----BEGIN OPENSSH PRIVATE KEY-----",
    ])
    func whatIsNone(_ text: String) {
        #expect(PrivateKeyFile(Array(text.utf8)) == nil)
    }
}
