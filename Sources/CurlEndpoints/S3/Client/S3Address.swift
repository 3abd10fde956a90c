/// Where the requests for one bucket go.
public struct S3Address: Sendable, Hashable {
    public let isSecure: Bool
    /// With the port, where it is not the usual one, and with the bucket, where that is its place.
    public let host: String
    private let isVirtual: Bool
    /// What comes before a key: `/` or `/BUCKET/`.
    public let base: String
    public let bucket: String
    public let region: String
    /// The store, by whatever name it is reached: two addresses with the same one and the same bucket lead to the same objects.
    public let store: String

    public enum Refused: Error, Hashable, CustomStringConvertible {
        case endpoint(String)
        case bucket(String)
        /// The key of objects would go in the clear: whoever sees it can read them all.
        case exposedKey

        public var description: String {
            switch self {
            case .endpoint(let text): "the endpoint '\(text)' is not written https://HOST[:PORT]"
            case .bucket(let name): "'\(name)' cannot be the name of a bucket"
            case .exposedKey: "an encryption key is not sent over plain HTTP; the endpoint must begin with https://"
            }
        }
    }

    public init(bucket: String, settings: S3Settings, region: String) throws(Refused) {
        guard !bucket.isEmpty, bucket.utf8.allSatisfy(Self.isBucketByte) else { throw .bucket(bucket) }
        self.bucket = bucket
        self.region = region
        var host = AmazonHost.name("s3", in: region)
        var isSecure = true
        if let endpoint = settings.endpoint {
            guard let parts = Self.split(endpoint) else { throw .endpoint(endpoint) }
            (isSecure, host) = parts
        }
        if case .customer = settings.encryption, !isSecure, !OwnHost.contains(OwnHost.withoutPort(host)) {
            throw .exposedKey
        }
        store = Self.store(host, isSecure)
        let isVirtual =
            switch settings.addressing {
            case .path: false
            case .virtual: true
            // A certificate for *.s3.amazonaws.com does not cover another dot.
            case .automatic: settings.endpoint == nil && !bucket.contains(".")
            }
        (self.isSecure, self.isVirtual) = (isSecure, isVirtual)
        self.host = isVirtual ? "\(bucket).\(host)" : host
        base = Self.base(bucket, isVirtual)
    }

    /// The same bucket in another place of the same store.
    private init(_ other: S3Address, at place: Redirection, isVirtual: Bool, region: String? = nil) {
        (bucket, store, self.region) = (other.bucket, other.store, region ?? other.region)
        (isSecure, self.isVirtual) = (place.isSecure, isVirtual)
        host = isVirtual ? "\(bucket).\(place.host)" : place.host
        base = Self.base(bucket, isVirtual)
    }

    private static func base(_ bucket: String, _ isVirtual: Bool) -> String {
        isVirtual ? "/" : "/\(URIEncoding.encode(bucket.utf8))/"
    }

    /// Amazon's stores are one in each of its partitions; this machine has several names.
    private static func store(_ host: String, _ isSecure: Bool) -> String {
        let host = host.lowercased()
        if let partition = AmazonHost.partition(of: host) { return partition }
        let name = OwnHost.withoutPort(host)
        let rest = host.dropFirst(name.count)
        let port = rest.isEmpty ? (isSecure ? ":443" : ":80") : String(rest)
        return (OwnHost.contains(name) ? "localhost" : name) + port
    }

    /// What the address becomes when the bucket turns out to be in another region.
    func inRegion(_ region: String, _ settings: S3Settings) -> S3Address? {
        guard let endpoint else { return nil }
        // A store of one region knows where a bucket of another one is, and no more.
        if settings.endpoint == nil || endpoint.regionOfAmazon != nil { return ofAmazon(region, settings) }
        return S3Address(self, at: endpoint, isVirtual: isVirtual, region: region)
    }

    private func ofAmazon(_ region: String, _ settings: S3Settings) -> S3Address? {
        var settings = settings
        settings.endpoint = nil
        return try? S3Address(bucket: bucket, settings: settings, region: region)
    }

    /// What the address becomes when an answer names another place. Nil where that is the same, or may be somebody else's.
    func redirected(to place: String, _ settings: S3Settings) -> S3Address? {
        guard let endpoint, let named = Redirection(place, secure: isSecure) else { return nil }
        let ways: [(Redirection?, isVirtual: Bool)] = [(named.without(bucket), true), (named, false)]
        for (target, isVirtual) in ways {
            guard let target else { continue }
            if store.hasPrefix("aws"), let region = target.regionOfAmazon { return ofAmazon(region, settings) }
            guard target.isOf(endpoint) else { continue }
            let address = S3Address(self, at: target, isVirtual: isVirtual)
            return address == self ? nil : address
        }
        return nil
    }

    /// Where the store is, without the bucket.
    private var endpoint: Redirection? {
        Redirection(isVirtual ? String(host.dropFirst(bucket.utf8.count + 1)) : host, secure: isSecure)
    }

    /// The escaped path of a key, of the bucket itself without one.
    func path(of key: [UInt8]?) -> String {
        guard let key else { return base }
        return base + URIEncoding.encode(key, keepsSlashes: true)
    }

    func url(path: String, query: String) -> String {
        "\(isSecure ? "https" : "http")://\(host)\(path)\(query.isEmpty ? "" : "?")\(query)"
    }

    /// Names that Amazon's older buckets may have too; nothing that could lead to another host or path.
    private static func isBucketByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// `https://HOST[:PORT][/]`; plain HTTP only when the URL says so.
    private static func split(_ endpoint: String) -> (isSecure: Bool, host: String)? {
        var rest = Substring(endpoint)
        let scheme = endpoint.firstRange(of: "://").map { endpoint[..<$0.lowerBound].lowercased() }
        let isSecure = scheme != "http"
        if let scheme {
            guard ["http", "https"].contains(scheme) else { return nil }
            rest = rest.dropFirst(scheme.utf8.count + 3)
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        return isHost(rest) ? (isSecure, String(rest)) : nil
    }

    /// Whether this may be `HOST[:PORT]`.
    static func isHost(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isBucketByte($0) || ":[]".utf8.contains($0) }
    }
}
