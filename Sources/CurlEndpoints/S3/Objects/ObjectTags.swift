internal import FerryCore
internal import FerryEndpoints

/// The tags of an object, which rules and bills go by ("Categorizing your storage by using tags"). An object that is made
/// anew has none but those that the request says, and on some stores (radosgw of Ceph 16) a copy with other metadata not even
/// these: they are given to it once more afterwards.
struct ObjectTags {
    /// As the store describes them, which is how it takes them.
    private let document: [UInt8]
    /// What a request says that makes an object with them; nil where the store describes them in a way of its own.
    let header: (name: String, value: String)?

    private static let query = [(name: "tagging", value: "")]

    init(document: [UInt8]) {
        self.document = document
        header = Self.header(document)
    }

    /// Those of an object with this head.
    static func told(by head: ResponseHead, of key: [UInt8], _ client: S3Client) throws(S3Failure) -> CarriedTags {
        guard let count = head["x-amz-tagging-count"].flatMap({ Int($0) }), count > 0 else { return .none }
        var request = S3Request(.get, key: key)
        request.query = query
        let reply = try client.settledReply(to: request)
        if reply.head.isSuccess { return .known(ObjectTags(document: reply.body)) }
        guard (400..<500).contains(reply.status), reply.status != 429 else { throw S3Failure(reply) }
        return .hidden
    }

    private static func header(_ document: [UInt8]) -> (name: String, value: String)? {
        let set = XMLElement(parsing: document)?.children(named: "TagSet").first
        guard let tags = set?.children(named: "Tag"), !tags.isEmpty else { return nil }
        let pairs = tags.map { tag in
            ["Key", "Value"].map { URIEncoding.encode((tag[$0] ?? "").utf8) }.joined(separator: "=")
        }
        return (headerName, pairs.joined(separator: "&"))
    }

    static let headerName = "x-amz-tagging"

    /// Replaces what the object has.
    func give(to key: [UInt8], _ client: S3Client) throws(S3Failure) {
        var request = S3Request(.put, key: key)
        request.query = Self.query
        request.body = SharedBytes(document)
        request.contentMD5 = Hasher.digest(document, .md5)
        _ = try client.perform(request)
    }
}

/// The tags that an object passes on.
enum CarriedTags {
    case none
    case known(ObjectTags)
    /// There are some, and nobody here may see them: they are lost.
    case hidden

    var header: (name: String, value: String)? { if case .known(let tags) = self { tags.header } else { nil } }

    /// Gives them to an object once it is there. Returns what was lost.
    func give(to key: [UInt8], _ client: S3Client) throws(S3Failure) -> MetadataFields {
        switch self {
        case .none: return []
        case .hidden: return .tags
        case .known(let tags):
            try tags.give(to: key, client)
            return []
        }
    }
}
