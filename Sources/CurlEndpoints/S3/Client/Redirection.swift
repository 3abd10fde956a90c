/// Where an answer sends whoever asks for a bucket in the wrong place.
struct Redirection: Sendable, Hashable {
    let isSecure: Bool
    /// With the port, where it is not the usual one, and perhaps with the bucket.
    let host: String

    static let statuses = [301, 302, 307, 308]

    /// - Parameters:
    ///   - place: The URL of a `Location`, or the host of an error's `Endpoint`.
    ///   - isSecure: Whether a host without a scheme is reached over TLS.
    init?(_ place: String, secure isSecure: Bool) {
        var rest = Substring(place)
        var secure = isSecure
        if let end = place.firstRange(of: "://")?.upperBound {
            switch place[..<end].lowercased() {
            case "https://": secure = true
            case "http://": secure = false
            default: return nil
            }
            rest = place[end...]
        }
        host = rest.prefix { !"/?#".contains($0) }.lowercased()
        self.isSecure = secure
        guard S3Address.isHost(host) else { return nil }
    }

    private init(isSecure: Bool, host: String) {
        self.isSecure = isSecure
        self.host = host
    }

    /// Without the bucket in front, where there is one.
    func without(_ bucket: String) -> Redirection? {
        host.hasPrefix("\(bucket).") && host.utf8.count > bucket.utf8.count + 1
            ? Redirection(isSecure: isSecure, host: String(host.dropFirst(bucket.count + 1))) : nil
    }

    /// Whether whoever runs an endpoint runs this one too, so that it may see what is signed and sent: the same name or one
    /// below it, or a store below the domain of a store (`s3.example.com`, `s3.eu.example.com`): there are domains below which
    /// anybody gets a name. Never in the clear what was encrypted, and never at another port.
    func isOf(_ endpoint: Redirection) -> Bool {
        guard isSecure || !endpoint.isSecure else { return false }
        let isUpgrade = isSecure && !endpoint.isSecure && port == 443
        guard port == endpoint.port || isUpgrade else { return false }
        if name == endpoint.name { return true }
        if name.hasSuffix(".\(endpoint.name)") { return true }
        return endpoint.domain.map { name.hasSuffix(".\($0)") && isStores && endpoint.isStores } ?? false
    }

    /// Whether it is named as stores are.
    private var isStores: Bool { name.split(separator: ".").contains { $0 == "s3" || $0.hasPrefix("s3-") } }

    /// The region whose store of Amazon's this is.
    var regionOfAmazon: String? { AmazonHost.regionOfStore(host) }

    private var name: String { String(OwnHost.withoutPort(host)) }

    private var port: Int {
        Int(host.dropFirst(name.count).drop { $0 == ":" }) ?? (isSecure ? 443 : 80)
    }

    /// What names of the same owner end with: all but the first label, and the region of `s3.REGION.example.com`, unless a
    /// registry gives names below that (`com`, `co.uk`) or Amazon to its customers. Nil of an address.
    private var domain: String? {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard let top = labels.last, Int(top) == nil, !name.hasPrefix("["), regionOfAmazon == nil else { return nil }
        if AmazonHost.partition(of: name) != nil { return name }
        let parent = labels.dropFirst()
        if labels[0] == "s3", parent.first.map(AmazonHost.isRegion) == true, !Self.isRegistrys(parent.dropFirst()) {
            return parent.dropFirst().joined(separator: ".")
        }
        return Self.isRegistrys(parent) ? name : parent.joined(separator: ".")
    }

    private static func isRegistrys(_ labels: ArraySlice<Substring>) -> Bool {
        guard let first = labels.first, let top = labels.last else { return true }
        return labels.count < 2 || labels.count == 2 && top.count == 2 && first.count <= 3
    }
}
