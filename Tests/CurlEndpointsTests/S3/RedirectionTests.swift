import Testing

@testable import CurlEndpoints

/// Which places an answer may send to.
@Suite struct RedirectionTests {
    @Test(arguments: [
        ("https://s3.example.com", "https://s3.eu.example.com/bucket/key", true),
        ("https://s3.example.com", "https://eu.s3.example.com", true),
        ("https://s3.example.com", "s3-eu.example.com:443", true),
        ("https://s3.example.com", "https://example.com", false),
        ("https://s3.example.com", "https://files.example.com", false),
        ("https://mine.duckdns.org", "https://s3.duckdns.org", false),
        ("https://mine.duckdns.org", "https://eu.mine.duckdns.org", true),
        ("https://s3.example.com", "https://s3.example.com.evil.org", false),
        ("https://s3.example.com", "https://evil-example.com", false),
        ("https://s3.example.com", "https://user@evil.org", false),
        ("https://s3.example.com", "http://s3.eu.example.com", false),
        ("https://s3.example.com", "https://s3.eu.example.com:8443", false),
        ("http://s3.example.com", "https://s3.eu.example.com", true),
        ("http://s3.example.com:8080", "http://s3.eu.example.com:8080", true),
        ("https://store.co.uk", "https://eu.store.co.uk", true),
        ("https://store.co.uk", "https://other.co.uk", false),
        ("https://store.com", "https://other.com", false),
        ("http://127.0.0.1", "http://127.0.0.2", false),
        ("http://10.0.0.1", "http://1.0.0.1", false),
        ("http://[fd00::1]", "http://[fd00::2]", false),
        ("https://s3.amazonaws.com", "https://mine.us-east-1.elb.amazonaws.com", false),
        // As Wasabi names its regions.
        ("https://s3.example.com", "https://s3.us-west-1.example.com", true),
        ("https://s3.us-west-1.example.com", "https://s3.eu-central-2.example.com", true),
        ("https://s3.us-west-1.example.com", "https://s3.example.com", true),
        ("https://s3.us-west-004.example.com", "https://s3.eu-central-003.example.com", true),
        ("https://s3.us-west-1.example.com", "https://files.example.com", false),
        ("https://s3.mine.duckdns.org", "https://s3.yours.duckdns.org", false),
        ("https://s3.eu-west-1.co.uk", "https://s3.eu-west-2.co.uk", false),
    ])
    func onlyPlacesOfTheSameOwnerAreOfIt(_ endpoint: String, _ place: String, _ isOf: Bool) throws {
        let endpoint = try #require(Redirection(endpoint, secure: true))
        #expect((Redirection(place, secure: true)?.isOf(endpoint) ?? false) == isOf)
    }

    @Test(arguments: [
        ("s3.eu-west-1.amazonaws.com", "eu-west-1"), ("s3-eu-west-1.amazonaws.com", "eu-west-1"),
        ("s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1"), ("s3-x.eu-west-1.elb.amazonaws.com", nil),
        ("s3.amazonaws.com", "us-east-1"), ("s3.eu-west-1.amazonaws.com.evil.org", nil),
        ("s3.cn-north-1.amazonaws.com.cn", "cn-north-1"), ("s3-us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        ("s3.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"), ("s3-accelerate.amazonaws.com", nil),
        ("s3-fips-us-gov-west-1.amazonaws.com", nil), ("s3-website-us-east-1.amazonaws.com", nil),
        ("s3.mine.amazonaws.com", nil), ("s3.amazonaws.com.cn", nil), ("amazonaws.com", nil),
        ("vpce-1.s3.us-east-1.vpce.amazonaws.com", nil),
    ])
    func regionsOfAmazonAreRead(_ host: String, _ region: String?) {
        #expect(Redirection(host, secure: true)?.regionOfAmazon == region)
    }

    @Test(arguments: [nil, "https://s3.amazonaws.com"]) func amazonsHostsStandForTheirRegions(_ endpoint: String?)
        throws
    {
        var settings = S3Settings()
        settings.endpoint = endpoint
        let address = try S3Address(bucket: "bucket", settings: settings, region: "us-east-1")
        let moved = try #require(
            address.redirected(to: "https://bucket.s3.eu-west-1.amazonaws.com/key", settings))
        #expect(moved.region == "eu-west-1" && moved.host == "bucket.s3.eu-west-1.amazonaws.com")
        #expect(address.redirected(to: "https://bucket.s3-x.eu-west-1.elb.amazonaws.com/key", settings) == nil)
    }

    /// An answer to HEAD names the region alone, and the host of another one would say it again.
    @Test(arguments: [
        ("https://s3.us-east-1.amazonaws.com", "bucket.s3.eu-west-1.amazonaws.com"),
        ("https://s3.amazonaws.com", "bucket.s3.eu-west-1.amazonaws.com"),
        ("https://vpce-1.s3.us-east-1.vpce.amazonaws.com", "vpce-1.s3.us-east-1.vpce.amazonaws.com"),
        ("https://s3.example.com", "s3.example.com"),
    ])
    func anotherRegionOfAmazonHasAnotherHost(_ endpoint: String, _ host: String) throws {
        var settings = S3Settings()
        settings.endpoint = endpoint
        let address = try S3Address(bucket: "bucket", settings: settings, region: "us-east-1")
        let moved = try #require(address.inRegion("eu-west-1", settings))
        #expect(moved.region == "eu-west-1" && moved.host == host && moved.store == address.store)
    }

    @Test(arguments: [
        ("https://bucket.s3.eu.example.com/key", "bucket.s3.eu.example.com", "/"),
        ("https://s3.eu.example.com/bucket/key", "s3.eu.example.com", "/bucket/"),
        ("https://bucket.s3.example.com/key", "bucket.s3.example.com", "/"),
    ])
    func theBucketsNameIsWhereThePlaceHasIt(_ place: String, _ host: String, _ base: String) throws {
        var settings = S3Settings()
        settings.endpoint = "https://s3.example.com"
        let address = try S3Address(bucket: "bucket", settings: settings, region: "here")
        let moved = try #require(address.redirected(to: place, settings))
        #expect(moved.host == host && moved.base == base && moved.region == "here" && moved.store == address.store)
        #expect(moved.redirected(to: place, settings) == nil)
        #expect(moved.inRegion("there", settings)?.host == host)
    }
}
