import FerryCore
import FerryEndpoints
import Testing

@testable import CurlEndpoints

/// Where a bucket is found.
@Suite struct S3AddressTests {
    struct Place: Sendable, CustomTestStringConvertible {
        var bucket = "bucket"
        var endpoint: String?
        var addressing = S3Settings.Addressing.automatic
        /// Of key `a b/ü`.
        let url: String

        var testDescription: String { "\(endpoint ?? "Amazon") \(addressing) \(bucket)" }
    }

    @Test(arguments: [
        Place(url: "https://bucket.s3.here.amazonaws.com/a%20b/%C3%BC"),
        Place(addressing: .path, url: "https://s3.here.amazonaws.com/bucket/a%20b/%C3%BC"),
        Place(addressing: .virtual, url: "https://bucket.s3.here.amazonaws.com/a%20b/%C3%BC"),
        // A certificate for *.s3.here.amazonaws.com does not cover another dot.
        Place(bucket: "www.example.org", url: "https://s3.here.amazonaws.com/www.example.org/a%20b/%C3%BC"),
        Place(
            bucket: "www.example.org", addressing: .virtual,
            url: "https://www.example.org.s3.here.amazonaws.com/a%20b/%C3%BC"),
        Place(endpoint: "http://host:8080", url: "http://host:8080/bucket/a%20b/%C3%BC"),
        Place(endpoint: "https://host/", addressing: .path, url: "https://host/bucket/a%20b/%C3%BC"),
        Place(endpoint: "host", addressing: .virtual, url: "https://bucket.host/a%20b/%C3%BC"),
        Place(endpoint: "http://host:8080/", addressing: .virtual, url: "http://bucket.host:8080/a%20b/%C3%BC"),
    ])
    func theBucketsNameIsInThePathOrInTheHost(_ place: Place) throws {
        var settings = S3Settings()
        settings.endpoint = place.endpoint
        settings.addressing = place.addressing
        let address = try S3Address(bucket: place.bucket, settings: settings, region: "here")
        #expect(address.url(path: address.path(of: Array("a b/ü".utf8)), query: "") == place.url)
        #expect(address.url(path: address.path(of: nil), query: "x=1").hasSuffix("/?x=1"))
        let moved = try #require(address.inRegion("there", settings))
        #expect(moved.region == "there" && moved.base == address.base)
        #expect(moved.host == (place.endpoint == nil ? address.host.replacing("here", with: "there") : address.host))
    }

    @Test(arguments: [
        ("eu-west-1", "s3.eu-west-1.amazonaws.com", "aws"),
        ("us-gov-west-1", "s3.us-gov-west-1.amazonaws.com", "aws-us-gov"),
        ("cn-north-1", "s3.cn-north-1.amazonaws.com.cn", "aws-cn"),
        ("eusc-de-east-1", "s3.eusc-de-east-1.amazonaws.eu", "aws-eusc"),
    ])
    func eachPartOfAmazonHasItsDomain(_ region: String, _ host: String, _ store: String) throws {
        let address = try S3Address(bucket: "a.b", settings: S3Settings(), region: region)
        #expect(address.host == host && address.store == store)
    }

    @Test(arguments: ["", "a/b", "a@b", "a?b", "ü"]) func namesThatLeadElsewhereAreNoBuckets(_ bucket: String) {
        #expect(throws: S3Address.Refused.bucket(bucket)) {
            try S3Address(bucket: bucket, settings: S3Settings(), region: "here")
        }
    }

    /// The store checks the signature, which covers the host.
    @Test func aBucketInTheHostsNameIsAskedThere() throws {
        let store = StubStore { request in
            request.headers["host"]?.hasPrefix("bucket.localhost:") == true && request.path == "/file"
                ? .init(headers: ["ETag: \"x\""], body: "x")
                : .init(status: 404)
        }
        var settings = S3Settings()
        settings.addressing = .virtual
        let endpoint = try store.endpoint(settings, host: "localhost")
        #expect(try endpoint.entry(at: RelativePath(validating: "file"))?.size == 1)
    }

    @Test func aCustomersKeyIsNotSentInTheClear() throws {
        var settings = S3Settings()
        settings.encryption = .customer(key: [UInt8](repeating: 7, count: 32))
        for endpoint in ["http://store.example:8080", "http://127.0.0.1.example", "http://[fd00::1]:80"] {
            settings.endpoint = endpoint
            #expect(throws: S3Address.Refused.exposedKey, "\(endpoint)") {
                try S3Address(bucket: "bucket", settings: settings, region: "here")
            }
        }
        for endpoint in ["https://store.example", "http://127.0.0.1:8080", "http://[::1]:80", "http://localhost/"] {
            settings.endpoint = endpoint
            _ = try S3Address(bucket: "bucket", settings: settings, region: "here")
        }
    }
}
