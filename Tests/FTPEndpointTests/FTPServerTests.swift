import FerryCore
import FerryEndpoints
import Servers
import Synchronization
import Testing

@testable import FTPEndpoint

/// Logging in, TLS, and what a server grants.
@Suite struct FTPServerTests {
    private static let server = ProFTPDServer()

    private func connect(
        _ security: FTPSettings.Security = .none, password: String = "pw", to server: ProFTPDServer = Self.server,
        change: (inout FTPSettings) -> Void = { _ in }
    ) throws -> FTPServer {
        try Logins.connect(server.port, Login(user: "u", password: password), security: security) {
            $0.certificateFile = server.certificates.authority
            change(&$0)
        }
    }

    @Test func aWrongPasswordFailsAuthentication() {
        #expect(code { _ = try connect(password: "no") } == .authenticationFailed)
    }

    @Test func aFileTravelsOverTLS() throws {
        let server = try connect(.required)
        defer { server.close() }
        try expectRoundTrip(server)
    }

    private func expectRoundTrip(_ server: FTPServer, in directory: String = "") throws {
        let endpoint = FTPEndpoint(Array(directory.utf8), on: server)
        for content in [[UInt8](repeating: 7, count: 3_000_000), [1, 2, 3], []] {
            _ = try endpoint.put("over-tls", content)
            #expect(try endpoint.content("over-tls") == content)
        }
        #expect(try endpoint.names().contains("over-tls"))
    }

    /// Connections that begin with TLS, of both servers that want each file over a session of the control connection.
    @Test func filesTravelWhereConnectionsBeginWithTLS() throws {
        let first = ProFTPDServer(beginsWithTLS: true)
        try expectRoundTrip(
            Logins.connect(first.port, isImplicitTLS: true) { $0.certificateFile = first.certificates.authority })
        let second = VsftpdServer(beginsWithTLS: true)
        let login = try Logins.connect(second.port, nil, isImplicitTLS: true) {
            $0.certificateFile = second.certificates.authority
        }
        try expectRoundTrip(login, in: "/tree")
        #expect(code { _ = try Logins.connect(second.port, nil, isImplicitTLS: true) } == .untrustedHost)
    }

    @Test func anybodyGoesByTLSWhereItIsOffered() throws {
        let server = VsftpdServer()
        let login = try Logins.connect(server.port, nil, security: .whereOffered) {
            $0.certificateFile = server.certificates.authority
        }
        try expectRoundTrip(login, in: "/tree")
    }

    @Test func aCertificateThatNobodySignedIsRefused() {
        for security in [FTPSettings.Security.required, .whereOffered] {
            #expect(code { _ = try connect(security) { $0.certificateFile = nil } } == .untrustedHost)
        }
    }

    @Test func aPasswordInTheOpenIsWarnedOf() throws {
        let warnings = Mutex<[String]>([])
        let server = try connect(.none) { $0.warn = { text in warnings.withLock { $0.append(text) } } }
        server.close()
        #expect(warnings.withLock { $0.count } == 1)
        let secret = try connect(.whereOffered) { $0.warn = { text in warnings.withLock { $0.append(text) } } }
        secret.close()
        #expect(warnings.withLock { $0.count } == 1)
    }

    @Test func longLinksGetMoreConnections() {
        let usual = [0, 10, 25, 50, 1000].map { FTPConnections.usual(roundTrip: .milliseconds($0)) }
        #expect(usual == [16, 16, 25, 40, 40])
    }

    @Test func moreConnectionsThanTheServerGrantsAreNotNeeded() throws {
        let server = ProFTPDServer(connections: 3)
        let login = try connect(to: server)
        defer { login.close() }
        let endpoint = FTPEndpoint([], on: login)
        let failures = Mutex<[String]>([])
        let threads = (0..<8).map { thread in
            WorkerThread {
                do {
                    for index in 0..<5 {
                        let path = RelativePath(unchecked: Array("\(thread)-\(index)".utf8))
                        let file = try endpoint.stage(StageRequest(path: path, size: 1))
                        try withUnsafeBytes(of: UInt8(1)) { try file.write($0, at: 0) }
                        _ = try file.commit(metadata: Metadata(), length: 1)
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == [])
    }
}
