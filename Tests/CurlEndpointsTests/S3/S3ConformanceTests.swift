import CurlEndpoints
import EndpointConformance
import FerryEndpoints
import Servers
import Synchronization
import Testing

@Suite struct S3ConformanceTests {
    @Test(arguments: Conformance.clauses) func radosgwConforms(_ clause: Clause) throws {
        try clause.run { try S3Subject.fresh() }
    }
}

enum S3Subject {
    static let settings = {
        var settings = S3Settings()
        settings.endpoint = Radosgw.shared.url
        return settings
    }()

    static let credentials = FixedCredentials(
        Credentials(accessKey: Radosgw.accessKey, secretKey: Radosgw.secretKey))
    private static let engine = CurlEngine()
    private static let number = Atomic<Int>(0)
    private static let bucket = {
        Radosgw.shared.bucket("conformance")
        return "conformance"
    }()

    /// A prefix of its own.
    static func endpoint() throws -> S3Endpoint {
        let number = number.add(1, ordering: .relaxed).newValue
        return try S3Endpoint(
            bucket: bucket, path: Array("subject-\(number)".utf8), settings: settings, credentials: credentials,
            engine: engine)
    }

    static func fresh() throws -> Subject { Subject(try endpoint()) }
}
