import Harness
import Testing

@testable import SSHEndpoint

/// ssh-keygen's own search is the judge of which lines are about a host.
@Suite struct KnownHostsOracleTests {
    private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMFfOjD0Rq0V7jXv0sEobm6ezQ7oHChL7GzJ6GZr4vvn"

    private func found(_ host: String, in directory: borrowing TemporaryDirectory) -> Bool {
        Program("ssh-keygen").run(["-F", host, "-f", directory.file("hosts")]).status == 0
    }

    private func mentions(_ content: [UInt8], _ name: HostName) -> Bool {
        KnownHosts([("hosts", content)]).mention(name)
    }

    @Test func randomPatterns() {
        var random = SeededGenerator(seed: RandomTests.seed)
        let letters = ["a", "b", "A", ".", "*", "?", ",", "!", "[", "]", ":", "2", "-"]
        for _ in 0..<RandomTests.iterations(default: 60) {
            let directory = TemporaryDirectory()
            let hosts = (0..<Int.random(in: 1...9, using: &random)).map { _ in random.pick(letters) }.joined()
            let content = Array("\(hosts) \(Self.key)\n".utf8)
            directory.write(content, "hosts")
            for (host, port) in [("a", nil), ("ab", nil), ("a.b", nil), ("a", 22), ("a", 2), ("ba", 2)]
                as [(String, UInt16?)]
            {
                let name = HostName(host, port: port)
                let expected = found(String(decoding: name.text, as: UTF8.self), in: directory)
                #expect(mentions(content, name) == expected, "'\(hosts)', \(name.text); seed \(RandomTests.seed)")
            }
        }
    }

    @Test func hashedNames() {
        let directory = TemporaryDirectory()
        let names = ["host.example", "[host.example]:2222", "10.0.0.1", "other.example"]
        directory.write(Array(names.map { "\($0) \(Self.key)\n" }.joined().utf8), "hosts")
        let hashed = Program("ssh-keygen").run(["-H", "-f", directory.file("hosts")])
        #expect(hashed.status == 0, "\(hashed.errorText)")
        let content = directory.read("hosts")
        #expect(!String(decoding: content, as: UTF8.self).contains("example"))
        #expect(mentions(content, HostName("Host.Example", port: nil)))
        #expect(mentions(content, HostName("host.example", port: 2222)))
        #expect(mentions(content, HostName("10.0.0.1", port: 22)))
        #expect(!mentions(content, HostName("host.example", port: 2223)))
        #expect(!mentions(content, HostName("nobody.example", port: nil)))
    }

    @Test(arguments: ["ed25519", "ecdsa", "rsa"]) func fingerprints(_ type: String) throws {
        let directory = TemporaryDirectory()
        let made = Program("ssh-keygen").run(["-q", "-t", type, "-N", "", "-C", "me", "-f", directory.file("key")])
        #expect(made.status == 0, "\(made.errorText)")
        let text = String(decoding: directory.read("key.pub"), as: UTF8.self)
        let line = try #require(KnownHostsLine(Array("host \(text.dropLast())".utf8)[...]))
        let key = try #require(line.key)
        let told = Program("ssh-keygen").run(["-lf", directory.file("key.pub")]).outputText
        #expect(told.contains(" \(key.fingerprint) "), "\(told)")
        #expect(text.hasPrefix(key.line))
    }
}
