internal import FerryCore
internal import FerryEndpoints

/// One page of a listing ("ListObjectsV2").
struct ListingPage {
    /// Objects and common prefixes in the byte order of their keys, as every page has them.
    private(set) var keys = KeyPage()
    private(set) var nextToken: String?

    struct Object {
        let key: [UInt8]
        let size: Int64
        let tag: String?
    }

    static func request(
        prefix: [UInt8], startingAfter start: [UInt8]? = nil, token: String? = nil, delimited: Bool = false,
        limit: Int? = nil
    ) -> S3Request {
        var request = S3Request(.get)
        request.query = [
            ("list-type", "2"), ("encoding-type", "url"), ("prefix", String(decoding: prefix, as: UTF8.self)),
        ]
        if delimited { request.query.append(("delimiter", "/")) }
        if let limit { request.query.append(("max-keys", String(limit))) }
        if let token {
            request.query.append(("continuation-token", token))
        } else if let start {
            request.query.append(("start-after", String(decoding: start, as: UTF8.self)))
        }
        request.expectedLength = limit == nil ? 1 << 18 : 0
        return request
    }

    static func fetch(prefix: [UInt8], limit: Int, from client: S3Client) throws(S3Failure) -> ListingPage {
        try ListingPage(try client.perform(request(prefix: prefix, limit: limit)))
    }

    init(_ reply: Reply) throws(S3Failure) {
        guard reply.head.isSuccess else { throw S3Failure(reply) }
        let builder = Builder()
        do throws(XMLParser.Malformed) {
            // Keys come escaped, but some stores repeat the prefix as it is, even where no document can hold it.
            try XMLParser.parse(XMLText.withoutControlCharacters(reply.body), builder)
        } catch {
            throw S3Failure(.protocolViolation, "a page of the listing is no document: \(error.reason)")
        }
        guard builder.root == "ListBucketResult" else {
            if builder.root == "Error" { throw S3Failure(reply) }
            throw S3Failure(.protocolViolation, "the answer is no listing")
        }
        guard !builder.isInvalid, builder.isTruncated == (builder.nextToken != nil) else {
            throw S3Failure(.protocolViolation, "a page of the listing is incomplete")
        }
        keys = builder.page()
        nextToken = builder.nextToken
    }
}

/// Gathers a page from the elements of its document.
private final class Builder: XMLHandler {
    var root: String?
    /// Nil where the page does not say it.
    var isTruncated: Bool?
    var nextToken: String?
    /// Something that must be there is missing or makes no sense.
    var isInvalid = false
    /// Of objects, as they came: side by side, as an array for each key takes several times as much.
    private var keys = NameList()
    private var tags = NameList()
    private var sizes: [Int64] = []
    private var prefixes: [[UInt8]] = []
    private var depth = 0
    private var isURLEncoded = false
    private var key: [UInt8]?
    private var size: Int64?
    private var tag: String?

    func begin(_ name: String) {
        if depth == 0 { root = name }
        depth += 1
        if name == "Contents" { (key, size, tag) = (nil, nil, nil) }
    }

    func end(_ name: String, text: [UInt8]) {
        depth -= 1
        switch (depth, name) {
        case (1, "IsTruncated"): isTruncated = PageEnd.isTruncated(text)
        case (1, "NextContinuationToken"): nextToken = String(decoding: text, as: UTF8.self)
        case (1, "EncodingType"): isURLEncoded = text.elementsEqual("url".utf8)
        case (2, "Key"): key = text
        case (2, "Size"): size = Int64(String(decoding: text, as: UTF8.self))
        case (2, "ETag"): tag = EntityTag.plain(String(decoding: text, as: UTF8.self))
        case (2, "Prefix"): key = text
        case (1, "Contents"): addObject()
        case (1, "CommonPrefixes"): addPrefix()
        default: break
        }
    }

    private func addObject() {
        guard let key, let size else { return isInvalid = true }
        keys.append(key)
        tags.append((tag ?? "").utf8)
        sizes.append(size)
    }

    private func addPrefix() {
        guard let key else { return isInvalid = true }
        prefixes.append(key)
    }

    /// Both kinds in one order. The encoding is named before or after them.
    func page() -> KeyPage {
        var page = KeyPage()
        if prefixes.isEmpty {
            for index in sizes.indices { page.append(object(index)) }
        } else {
            let directories = prefixes.map { ListingPage.Object(key: decoded($0), size: 0, tag: nil) }
            let all = sizes.indices.map(object) + directories
            for object in all.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) { page.append(object) }
        }
        page.shrink()
        return page
    }

    private func object(_ index: Int) -> ListingPage.Object {
        let tag = tags[index]
        return ListingPage.Object(
            key: decoded(Array(keys[index])), size: sizes[index],
            tag: tag.isEmpty ? nil : String(decoding: tag, as: UTF8.self))
    }

    private func decoded(_ key: [UInt8]) -> [UInt8] {
        guard isURLEncoded, key.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return key
        }
        return URIEncoding.form(key) ?? key
    }
}
