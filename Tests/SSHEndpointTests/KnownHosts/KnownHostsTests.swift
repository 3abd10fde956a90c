import FerryCore
import Harness
import Testing

@testable import SSHEndpoint

@Suite struct KnownHostsTests {
    private static let key = makeKey("ssh-ed25519", 1)
    private static let other = makeKey("ssh-ed25519", 2)
    private static let ecdsa = makeKey("ecdsa-sha2-nistp256", 3)

    private static func makeKey(_ type: String, _ fill: UInt8) -> HostKey {
        let name = Array(type.utf8)
        return HostKey(blob: [0, 0, 0, UInt8(name.count)] + name + [0, 0, 0, 4] + [fill, fill, fill, fill])!
    }

    private func verdict(
        _ lines: [String], _ key: HostKey = key, host: String = "host.example", port: UInt16? = nil
    ) -> KnownHosts.Verdict {
        let content = Array(lines.joined(separator: "\n").utf8)
        return KnownHosts([("file", content)]).verdict(on: key, of: HostName(host, port: port))
    }

    @Test(arguments: [
        "host.example", "HOST.example", "other,host.example", "*", "*.example", "host.e?ample", "h*t.ex*e",
        "192.168.0.1,host.example,!no",
    ])
    func isKnown(_ hosts: String) {
        #expect(verdict(["\(hosts) \(Self.key.line)"]) == .known)
        #expect(verdict(["\(hosts) \(Self.key.line)"], host: "Host.Example") == .known)
        #expect(verdict(["# a comment", "", "  \t\(hosts)\t\(Self.key.line) a comment\r"]) == .known)
    }

    @Test(arguments: [
        "host", "host.exampl", "host.example2", "?", "*.example,!host.example", "!host.example", "!*,*",
        "[host.example]:2222", "|1|bad|hash", "|2|a|b", "host.*.example",
    ])
    func isNotMeant(_ hosts: String) {
        #expect(verdict(["\(hosts) \(Self.key.line)"]) == .unknown(others: []))
    }

    @Test func portsHaveNamesOfTheirOwn() {
        let line = "[host.example]:2222 \(Self.key.line)"
        #expect(verdict([line], port: 2222) == .known)
        #expect(verdict([line], port: 2223) == .unknown(others: []))
        #expect(verdict(["[*]:2222 \(Self.key.line)"], port: 2222) == .known)
        // As ssh: the same key under the plain name is enough, another one is not held against it.
        #expect(verdict(["host.example \(Self.key.line)"], port: 2222) == .known)
        #expect(verdict(["host.example \(Self.other.line)"], port: 2222) == .unknown(others: []))
    }

    @Test func anotherKeyIsAChange() {
        #expect(verdict(["x \(Self.key.line)", "* \(Self.other.line)"]) == .changed(line: "file:2"))
        #expect(verdict(["* \(Self.other.line)", "* \(Self.key.line)"]) == .known)
        #expect(verdict(["* \(Self.ecdsa.line)"]) == .unknown(others: ["ecdsa-sha2-nistp256"]))
    }

    @Test func aRevokedKeyIsRefusedWhateverElseIsThere() {
        let lines = ["host.example \(Self.key.line)", "@revoked * \(Self.key.line)"]
        #expect(verdict(lines) == .revoked)
        #expect(verdict(lines.reversed()) == .revoked)
        #expect(verdict(["@revoked * \(Self.other.line)", "host.example \(Self.key.line)"]) == .known)
        #expect(verdict(["@revoked host.example \(Self.key.line)"], port: 2222) == .revoked)
    }

    @Test func anAuthorityIsNoKey() {
        #expect(verdict(["@cert-authority * \(Self.key.line)"]) == .authority(line: "file:1"))
        #expect(verdict(["@cert-authority * \(Self.other.line)", "* \(Self.key.line)"]) == .known)
    }

    @Test(arguments: [
        "@unknown * KEY", "@revoked @revoked * KEY", "*", "* ssh-ed25519", "* ssh-ed25519 !!!!", "* ssh-rsa BLOB",
        "@revoked", "* 1024 35 123456",
    ])
    func whatIsNoEntrySaysNothing(_ line: String) {
        let text = line.replacing("KEY", with: Self.key.line).replacing("BLOB", with: Base64.encode(Self.key.blob))
        #expect(verdict([text]) == .unknown(others: []))
    }

    @Test func theKindsOfAHostsKeys() {
        let content = Array("a,b \(Self.key.line)\n[b]:99 \(Self.ecdsa.line)\n@revoked a \(Self.other.line)\n".utf8)
        let hosts = KnownHosts([("file", content)])
        #expect(hosts.types(of: HostName("a", port: nil)) == ["ssh-ed25519"])
        #expect(hosts.types(of: HostName("b", port: 99)) == ["ecdsa-sha2-nistp256"])
        #expect(hosts.types(of: HostName("a", port: 99)) == ["ssh-ed25519"])
        #expect(hosts.types(of: HostName("c", port: nil)) == [])
    }
}

extension String {
    fileprivate func replacing(_ word: String, with other: String) -> String {
        split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
    }
}
