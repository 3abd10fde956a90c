import CurlEndpoints
import EndpointConformance
import FerryEndpoints
import Servers
import Synchronization
import Testing

@Suite struct S3ConformanceTests {
    @Test(arguments: Conformance.clauses) func radosgwConforms(_ clause: Clause) throws {
        try clause.run { try S3Subject.memory.fresh() }
    }

    @Test(arguments: Conformance.clauses) func radosgwOnDiskConforms(_ clause: Clause) throws {
        try clause.run { try S3Subject.disk.fresh() }
    }

    /// It answers 500 where several clients change one object at a time, and 404 to names with newlines.
    @Test(arguments: Conformance.clauses.filter { !"\($0)".contains("newline") })
    func motoConforms(_ clause: Clause) throws {
        try clause.run {
            Subject(RetryingEndpoint(try S3Subject.moto.endpoint(), RetryPolicy(attempts: 20, firstDelay: 0.01)))
        }
    }
}

/// A bucket of a store, of which each test gets a prefix of its own.
final class S3Subject: Sendable {
    static let memory = S3Subject(url: Radosgw.shared.url) { Radosgw.shared.bucket($0) }
    static let disk = S3Subject(url: Radosgw.onDisk.url) { Radosgw.onDisk.bucket($0) }
    static let moto = S3Subject(url: Moto.shared.url) { Moto.shared.bucket($0) }

    private static let bucket = "conformance"
    static let credentials = FixedCredentials(
        Credentials(accessKey: Radosgw.accessKey, secretKey: Radosgw.secretKey))
    private static let engine = CurlEngine()
    private let url: String
    private let number = Atomic<Int>(0)

    private init(url: String, _ make: (String) -> Void) {
        self.url = url
        make(Self.bucket)
    }

    func endpoint(_ settings: S3Settings = S3Settings()) throws -> S3Endpoint {
        let number = number.add(1, ordering: .relaxed).newValue
        var settings = settings
        settings.endpoint = url
        return try S3Endpoint(
            bucket: Self.bucket, path: Array("subject-\(number)".utf8), settings: settings,
            credentials: Self.credentials, engine: Self.engine)
    }

    func fresh() throws -> Subject { Subject(try endpoint()) }
}
