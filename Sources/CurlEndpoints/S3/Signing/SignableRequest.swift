internal import FerryCore

/// What a signature covers of a request.
public struct SignableRequest: Sendable {
    public var method: String
    /// Escaped once, as S3 wants it, and as it is sent.
    public var path: String
    /// Neither escaped nor sorted.
    public var query: [(name: String, value: String)]
    /// With `host`; in any order, names in any case.
    public var headers: [(name: String, value: String)]
    /// Hexadecimal SHA-256 of the body, or `UNSIGNED-PAYLOAD`.
    public var payload: String

    public init(
        method: String, path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)], payload: String = SignableRequest.emptyPayload
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.payload = payload
    }

    public static let emptyPayload = Hasher.digest([], .sha256).hexadecimal
    public static let unsignedPayload = "UNSIGNED-PAYLOAD"

    /// Escaped and sorted, which is also how it is sent.
    public var canonicalQuery: String {
        if query.isEmpty { return "" }
        let pairs = query.map { (URIEncoding.encode($0.name.utf8), URIEncoding.encode($0.value.utf8)) }
        return pairs.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// Names in lower case, sorted, with their values; several of one name are joined.
    var canonicalHeaders: [(name: String, value: String)] {
        var joined: [(name: String, value: String)] = []
        for header in headers.map({ ($0.name.lowercased(), Self.trimmed($0.value)) }).sorted(by: { $0.0 < $1.0 }) {
            if let last = joined.last, last.name == header.0 {
                joined[joined.count - 1].value += "," + header.1
            } else {
                joined.append(header)
            }
        }
        return joined
    }

    /// The canonical request ("Create a signed AWS API request", step 1), with S3's rules for paths.
    public func canonical(_ headers: [(name: String, value: String)]) -> String {
        let lines = headers.map { "\($0.name):\($0.value)\n" }.joined()
        let names = headers.map(\.name).joined(separator: ";")
        return "\(method)\n\(path)\n\(canonicalQuery)\n\(lines)\n\(names)\n\(payload)"
    }

    /// Without spaces at the ends, and with single ones inside.
    private static func trimmed(_ value: String) -> String {
        value.utf8.contains(UInt8(ascii: " ")) ? value.split(separator: " ").joined(separator: " ") : value
    }
}
