internal import FerryCore
internal import FerryEndpoints

/// What belongs to an object besides its content, and goes on with it when it is copied or changed. The rest of an answer's
/// head belongs to the answer.
struct CarriedHeaders {
    /// Neither metadata nor encryption.
    private var plain: [(name: String, value: String)] = []
    private var metadata: [(name: String, value: String)] = []
    private var encryption: [(name: String, value: String)] = []
    /// These have a header only where objects are made.
    private(set) var tags = CarriedTags.none

    private static let names = [
        "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires",
        "x-amz-storage-class", "x-amz-website-redirect-location",
    ]

    static let none = CarriedHeaders()

    private init() {}

    /// Of the object of a key, which has this head.
    init(_ head: ResponseHead, of key: [UInt8], _ client: S3Client) throws(S3Failure) {
        self.init(head)
        tags = try ObjectTags.told(by: head, of: key, client)
    }

    init(_ head: ResponseHead) {
        plain = Self.names.compactMap { name in head[name].map { (name, $0) } }
        metadata = head.headers(withPrefix: ObjectMetadata.prefix).filter { $0.name != ObjectMetadata.partLength }
            .map { (ObjectMetadata.prefix + $0.name, $0.value) }
        encryption = ObjectEncryption.kindNames.compactMap { name in head[name].map { (name, $0) } }
    }

    /// All of it. Encryption is carried where nobody says another one: parts of two do not fit together.
    func headers(_ settings: S3Settings) -> [(name: String, value: String)] {
        plain + metadata + (settings.encryption == .bucketDefault ? encryption : []) + (tags.header.map { [$0] } ?? [])
    }

    /// For another file with the same content, which says itself what it keeps of a file.
    var ofCopy: CarriedHeaders { without(ObjectMetadata.ofFiles) }

    /// For other content: what was said of the old one is not true of it.
    var ofOtherContent: CarriedHeaders { without(ObjectMetadata.ofFiles.union(ObjectMetadata.claims)) }

    /// For another region, which has other keys.
    var withoutEncryption: CarriedHeaders {
        var rest = self
        rest.encryption = []
        return rest
    }

    /// For another store, which may have other classes, addresses and rules for tags.
    var forOtherStore: CarriedHeaders {
        var rest = withoutEncryption
        rest.plain.removeAll { $0.name.hasPrefix("x-amz-") }
        rest.tags = .none
        return rest
    }

    private func without(_ names: Set<String>) -> CarriedHeaders {
        var rest = self
        rest.metadata.removeAll { names.contains(String($0.name.dropFirst(ObjectMetadata.prefix.utf8.count))) }
        return rest
    }
}

extension CarriedHeaders {
    /// What the object of a key passes on to the one that is made in its place. Whoever may not look at it, or lacks its key,
    /// may still replace it: then it passes on nothing.
    static func replaced(at key: [UInt8], _ client: S3Client) throws(S3Failure) -> CarriedHeaders {
        let reply = try client.settledReply(to: client.look(at: key))
        if reply.head.isSuccess { return try CarriedHeaders(reply.head, of: key, client).ofOtherContent }
        guard (400..<500).contains(reply.status), reply.status != 429 else { throw S3Failure(reply) }
        return .none
    }

    /// What an object passes on to its copies.
    static func copied(_ source: CopySource, to client: S3Client) throws(S3Failure) -> CarriedHeaders {
        let head =
            if let head = source.head { head } else {
                try source.client.perform(source.client.look(at: source.key)).head
            }
        if let tag = source.tag, head["etag"].map(EntityTag.plain) != tag { throw S3Failure(.changedDuringTransfer) }
        let carried = try CarriedHeaders(head, of: source.key, source.client).ofCopy
        if !source.client.sharesStore(with: client) { return carried.forOtherStore }
        return source.client.address.region == client.address.region ? carried : carried.withoutEncryption
    }
}
