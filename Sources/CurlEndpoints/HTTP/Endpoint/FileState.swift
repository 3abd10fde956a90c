internal import FerryCore

/// What the head of a response tells about the file that it belongs to.
struct FileState: Hashable, Sendable {
    /// Nil where the server does not say.
    var size: Int64?
    var modified: Timestamp?
    /// As the server writes it, with quotes and `W/`.
    var entityTag: String?
    /// Whether the time was long past when the server answered. A file may change again within the second of its last
    /// change, and then neither the time nor a tag made of it tells (RFC 9110, 8.8.2.2).
    var isSettled: Bool

    init(_ head: ResponseHead) {
        size = Self.size(head)
        let seconds = head["Last-Modified"].flatMap(HTTPDate.seconds)
        modified = seconds.map { Timestamp(seconds: $0) }
        entityTag = head["ETag"]
        isSettled = Self.isSettled(seconds, head)
    }

    /// As a page lists it. nginx makes its tags of time and size, so that a listing tells them as well
    /// (`ngx_http_set_etag`).
    init(size: Int64, modified: Timestamp, on page: ResponseHead) {
        self.size = size
        self.modified = modified
        entityTag = Self.nginxTag(size: size, modified: modified)
        isSettled = Self.isSettled(modified.seconds, page)
    }

    /// As a WebDAV server tells it.
    init(size: Int64, modified: Timestamp?, entityTag: String?, on head: ResponseHead) {
        self.size = size
        self.modified = modified
        self.entityTag = entityTag
        isSettled = Self.isSettled(modified?.seconds, head)
    }

    /// What pins a read to this content; nil where nothing does.
    var version: Version? {
        guard let modified, let size else { return entityTag.map { .tag($0) } }
        let isTimeBased = entityTag == nil || entityTag == Self.nginxTag(size: size, modified: modified)
        if isTimeBased && !isSettled { return nil }
        return .tag(entityTag ?? "\(modified.seconds) \(size)")
    }

    /// Whether this may be the content of an entry, as far as what both tell.
    func agrees(with entry: Entry) -> Bool {
        if let size, size != entry.size { return false }
        if case .tag(let known) = entry.version, let entityTag, Self.isEntityTag(known) {
            return Version.opaque(known) == Version.opaque(entityTag)
        }
        // Of a manifest's entry the content is known, and its time is the manifest's.
        if entry.digest != nil { return true }
        if let modified, let known = entry.modified { return modified == known.truncated(to: .second) }
        return true
    }

    /// The validator that a request for a range may name; only strong ones may (RFC 9110, 13.1.5).
    static func strongTag(of entry: Entry) -> String? {
        if case .tag(let tag) = entry.version, tag.hasPrefix("\"") { tag } else { nil }
    }

    private static func isEntityTag(_ text: String) -> Bool { text.hasPrefix("\"") || text.hasPrefix("W/\"") }

    private static func nginxTag(size: Int64, modified: Timestamp) -> String {
        "\"\(String(modified.seconds, radix: 16))-\(String(size, radix: 16))\""
    }

    private static func isSettled(_ modified: Int64?, _ head: ResponseHead) -> Bool {
        guard let modified, let now = head["Date"].flatMap(HTTPDate.seconds) else { return false }
        return now - modified >= 2
    }

    /// The whole file's length, also where the response is a part of it.
    private static func size(_ head: ResponseHead) -> Int64? {
        if head.status == 206 || head.status == 416 { return ContentRange(head)?.total }
        return head["Content-Length"].flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}
