import FerryCore
import Synchronization

@testable import CurlEndpoints

/// What a faultless store answers: the objects of one bucket in memory, with uploads in parts, ranges and copies.
final class ObjectShelf: Sendable {
    struct Object: Sendable {
        var bytes: [UInt8]
        var tag: String
        /// `NAME: VALUE`
        var headers: [String]
    }

    struct Upload: Sendable {
        let key: String
        let headers: [String]
        var parts: [Int: [UInt8]] = [:]
    }

    struct Content: Sendable {
        var objects: [String: Object] = [:]
        var uploads: [String: Upload] = [:]
        var uploadCount = 0
    }

    let content = Mutex(Content())

    var keys: [String] { content.withLock { $0.objects.keys.sorted() } }
    var openUploads: Int { content.withLock { $0.uploads.count } }

    func bytes(_ key: String) -> [UInt8]? { content.withLock { $0.objects[key]?.bytes } }

    func put(_ key: String, _ bytes: [UInt8]) {
        content.withLock { $0.put(key, bytes, []) }
    }

    func answer(_ request: LoopbackConnection.Request) -> StubStore.Answer {
        content.withLock { content in
            content.answer(request) ?? .init(status: 501, body: StubStore.error("NotImplemented", request.target))
        }
    }

    /// `/bucket/KEY`
    static func key(_ path: String) -> String {
        let key = path.drop { $0 == "/" }.drop { $0 != "/" }.dropFirst()
        return String(decoding: URIEncoding.decode(key.utf8) ?? [], as: UTF8.self)
    }

    static func md5(_ bytes: [UInt8]) -> String { Hasher.digest(bytes, .md5).hexadecimal }
}

extension ObjectShelf.Content {

    mutating func put(_ key: String, _ bytes: [UInt8], _ headers: [String]) {
        objects[key] = ObjectShelf.Object(bytes: bytes, tag: ObjectShelf.md5(bytes), headers: headers)
    }

    fileprivate mutating func answer(_ request: LoopbackConnection.Request) -> StubStore.Answer? {
        let key = ObjectShelf.key(request.path)
        let upload = request[query: "uploadId"]
        switch request.method {
        case "POST" where request[query: "uploads"] != nil: return begin(key, request)
        case "POST" where upload != nil: return complete(upload!, key)
        case "PUT" where upload != nil: return putPart(upload!, request)
        case "PUT" where request.headers["x-amz-copy-source"] != nil: return copy(to: key, request)
        case "PUT":
            if request.headers["if-none-match"] == "*", objects[key] != nil {
                return .init(status: 412, body: StubStore.error("PreconditionFailed"))
            }
            put(key, request.body, Self.kept(request))
            return .init(headers: ["ETag: \"\(ObjectShelf.md5(request.body))\""])
        case "GET" where upload != nil: return list(upload!)
        case "GET" where key.isEmpty: return page(request)
        case "GET", "HEAD": return read(key, request)
        case "DELETE" where upload != nil:
            uploads[upload!] = nil
            return .init(status: 204)
        case "DELETE":
            objects[key] = nil
            return .init(status: 204)
        default: return nil
        }
    }

    /// The headers that belong to an object.
    private static func kept(_ request: LoopbackConnection.Request) -> [String] {
        request.headers.filter { $0.key.hasPrefix("x-amz-meta-") || $0.key == "content-type" }
            .map { "\($0.key): \($0.value)" }
    }

    private func missing(_ code: String) -> StubStore.Answer { .init(status: 404, body: StubStore.error(code)) }

    // MARK: Uploads in parts

    private mutating func begin(_ key: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        uploadCount += 1
        uploads["u\(uploadCount)"] = ObjectShelf.Upload(key: key, headers: Self.kept(request))
        return .init(
            body: "<InitiateMultipartUploadResult><UploadId>u\(uploadCount)</UploadId></InitiateMultipartUploadResult>")
    }

    private mutating func putPart(_ upload: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        guard uploads[upload] != nil, let number = request[query: "partNumber"].flatMap({ Int($0) }) else {
            return missing("NoSuchUpload")
        }
        guard let source = request.headers["x-amz-copy-source"] else {
            uploads[upload]?.parts[number] = request.body
            return .init(headers: ["ETag: \"\(ObjectShelf.md5(request.body))\""])
        }
        guard let object = objects[ObjectShelf.key("/" + source)] else { return missing("NoSuchKey") }
        let bytes = Self.range(request.headers["x-amz-copy-source-range"], of: object.bytes)
        uploads[upload]?.parts[number] = bytes
        return .init(body: "<CopyPartResult><ETag>\"\(ObjectShelf.md5(bytes))\"</ETag></CopyPartResult>")
    }

    private func list(_ upload: String) -> StubStore.Answer {
        guard let parts = uploads[upload]?.parts else { return missing("NoSuchUpload") }
        let entries = parts.sorted { $0.key < $1.key }.map { number, bytes in
            "<Part><PartNumber>\(number)</PartNumber><Size>\(bytes.count)</Size><ETag>\"\(ObjectShelf.md5(bytes))\"</ETag></Part>"
        }
        return .init(body: "<ListPartsResult>\(entries.joined())</ListPartsResult>")
    }

    private mutating func complete(_ upload: String, _ key: String) -> StubStore.Answer {
        guard let open = uploads.removeValue(forKey: upload) else { return missing("NoSuchUpload") }
        let parts = open.parts.sorted { $0.key < $1.key }.map(\.value)
        let tag = EntityTag.ofParts(parts.map { Hasher.digest($0, .md5) })
        objects[key] = ObjectShelf.Object(bytes: parts.reduce(into: []) { $0 += $1 }, tag: tag, headers: open.headers)
        return .init(body: "<CompleteMultipartUploadResult><ETag>\"\(tag)\"</ETag></CompleteMultipartUploadResult>")
    }

    // MARK: Objects

    private mutating func copy(to key: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        guard let source = objects[ObjectShelf.key("/" + request.headers["x-amz-copy-source"]!)] else {
            return missing("NoSuchKey")
        }
        put(key, source.bytes, Self.kept(request))
        return .init(body: "<CopyObjectResult><ETag>\"\(ObjectShelf.md5(source.bytes))\"</ETag></CopyObjectResult>")
    }

    private func read(_ key: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        guard let object = objects[key] else { return missing("NoSuchKey") }
        let headers = object.headers + ["ETag: \"\(object.tag)\"", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"]
        if let wanted = request.headers["if-match"], wanted != "\"\(object.tag)\"" {
            return .init(status: 412, body: StubStore.error("PreconditionFailed"))
        }
        guard let range = request.headers["range"] else { return .init(headers: headers, bytes: object.bytes) }
        return .init(status: 206, headers: headers, bytes: Self.range(range, of: object.bytes))
    }

    /// `bytes=FIRST-LAST`
    private static func range(_ header: String?, of bytes: [UInt8]) -> [UInt8] {
        let ends = header?.dropFirst("bytes=".utf8.count).split(separator: "-").compactMap { Int($0) } ?? []
        return ends.count == 2 ? Array(bytes[ends[0]...min(ends[1], bytes.count - 1)]) : bytes
    }

    private func page(_ request: LoopbackConnection.Request) -> StubStore.Answer {
        let limit = request[query: "max-keys"].flatMap { Int($0) } ?? 1000
        let start = request[query: "continuation-token"] ?? request[query: "start-after"] ?? ""
        let prefix = request[query: "prefix"] ?? ""
        let keys = objects.keys.filter { $0.hasPrefix(prefix) && ($0 > start) }.sorted()
        let shown = Array(keys.prefix(limit))
        let entries = shown.map { key in
            let object = objects[key]!
            return
                "<Contents><Key>\(key)</Key><Size>\(object.bytes.count)</Size><ETag>\"\(object.tag)\"</ETag></Contents>"
        }
        let token = keys.count > limit ? "<NextContinuationToken>\(shown.last ?? "")</NextContinuationToken>" : ""
        return .init(
            body: """
                <ListBucketResult><IsTruncated>\(keys.count > limit)</IsTruncated>\(token)\(entries.joined())\
                </ListBucketResult>
                """)
    }
}
