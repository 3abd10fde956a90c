internal import FerryCore
internal import FerryEndpoints

/// The digest of a whole file that a response tells: `Repr-Digest` (RFC 9530), its predecessor `Digest` (RFC 3230), or
/// `Content-MD5` (RFC 1864), which describe what is sent where all of it is.
enum RepresentationDigest {
    private static let algorithms: [(name: String, algorithm: DigestAlgorithm)] = [
        ("sha-512", .sha512), ("sha-256", .sha256), ("sha", .sha1), ("md5", .md5),
    ]

    /// The strongest of them; nil where there is none that can be checked. `Content-MD5` of a part is none.
    static func of(_ head: ResponseHead) -> Digest? {
        var told = fields(head["Digest"] ?? "")
        told.merge(fields(head["Repr-Digest"] ?? "").mapValues(unwrapped)) { $1 }
        if head.status == 200, let md5 = head["Content-MD5"], told["md5"] == nil { told["md5"] = md5 }
        for (name, algorithm) in algorithms {
            guard let text = told[name], let bytes = Base64.decode(text.utf8) else { continue }
            if let digest = Digest(algorithm: algorithm, bytes: bytes) { return digest }
        }
        return nil
    }

    /// What was read is not what the response said.
    static func mismatch(_ told: Digest, _ entry: Entry, _ endpoint: any HTTPPlace) -> EndpointError {
        let reason = "its \(told.algorithm.rawValue) is not the one that the server tells"
        return endpoint.failure(.corrupted, .read, entry.path, reason)
    }

    /// `sha-256=..., md5=...`, by names in lower case.
    private static func fields(_ line: String) -> [String: String] {
        var fields: [String: String] = [:]
        for field in line.split(separator: ",") {
            let field = field.drop { $0 == " " }
            guard let equals = field.firstIndex(of: "=") else { continue }
            fields[field[..<equals].lowercased()] = String(field[field.index(after: equals)...].prefix { $0 != ";" })
        }
        return fields
    }

    /// `:BASE64:`, a byte sequence of structured fields (RFC 9651).
    private static func unwrapped(_ text: String) -> String { text.filter { $0 != ":" && $0 != " " } }
}
