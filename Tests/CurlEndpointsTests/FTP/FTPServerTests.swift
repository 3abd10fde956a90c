import FerryCore
import FerryEndpoints
import Servers
import Synchronization
import Testing

@testable import CurlEndpoints

/// Logging in, TLS, and what a server grants.
@Suite struct FTPServerTests {
    private static let server = ProFTPDServer()

    private func connect(
        _ security: FTPSettings.Security = .none, password: String = "pw", to server: ProFTPDServer = Self.server,
        change: (inout FTPSettings) -> Void = { _ in }
    ) throws -> FTPServer {
        var settings = FTPSettings()
        settings.login = Login(user: "u", password: password)
        settings.security = security
        settings.engine.certificateFile = server.certificates.authority
        change(&settings)
        let address = FTPAddress(isImplicitTLS: false, host: "127.0.0.1", port: UInt16(server.port), user: "u")
        return try FTPServer(address, settings: settings, cancellation: Cancellation())
    }

    private func code(_ body: () throws -> Void) -> EndpointError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? EndpointError)?.code
        }
    }

    @Test func aWrongPasswordFailsAuthentication() {
        #expect(code { _ = try connect(password: "no") } == .authenticationFailed)
    }

    @Test func aFileTravelsOverTLS() throws {
        let server = try connect(.required)
        defer { server.close() }
        let endpoint = FTPEndpoint([], on: server)
        let content = [UInt8](repeating: 7, count: 3_000_000)
        let path = RelativePath(unchecked: Array("over-tls".utf8))
        let file = try endpoint.stage(StageRequest(path: path, size: Int64(content.count)))
        try content.withUnsafeBytes { try file.write($0, at: 0) }
        let entry = try file.commit(metadata: Metadata(), length: Int64(content.count)).entry
        #expect(try endpoint.read(entry, range: nil).digest(by: .sha256) == Hasher.digest(content, .sha256))
    }

    @Test func aCertificateThatNobodySignedIsRefused() {
        for security in [FTPSettings.Security.required, .whereOffered] {
            #expect(code { _ = try connect(security) { $0.engine.certificateFile = nil } } == .untrustedHost)
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
