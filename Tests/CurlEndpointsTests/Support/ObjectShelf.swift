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
        /// The document that describes them; they stay behind when the object is copied, as with radosgw.
        var tags: [UInt8]?
    }

    struct Upload: Sendable {
        let key: String
        let headers: [String]
        var parts: [Int: [UInt8]] = [:]
        var keepsChecksums = false
    }

    struct Content: Sendable {
        var objects: [String: Object] = [:] {
            didSet { order = nil }
        }
        /// The keys in byte order, which is not that of strings; nil when they may have changed.
        var order: [String]?
        var uploads: [String: Upload] = [:]
        var uploadCount = 0
        /// Of a page of a listing.
        var mostKeys = 1000
        /// Pages begin at tokens only.
        var ignoresStart = false
        var encryption = Encryption.none
        /// Of a page of an upload's parts.
        var mostParts = 1000
        /// Copied parts are as long as they should be, and other bytes.
        var copiesWrongly = false
    }

    /// What becomes of tags.
    enum Encryption {
        case none
        /// They tell nothing of the content; checksums are kept where they are asked for.
        case hidesTags, hidesTagsAndKeepsChecksums
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
        objects[key] = ObjectShelf.Object(bytes: bytes, tag: tag(of: bytes), headers: headers + encryptionHeaders)
    }

    private func tag(of bytes: [UInt8]) -> String { ObjectShelf.md5(encryption == .none ? bytes : bytes + [0]) }

    private var encryptionHeaders: [String] {
        encryption == .none ? [] : ["x-amz-server-side-encryption: aws:kms"]
    }

    /// What was asked for by a request, of content that it made.
    private func checksum(_ bytes: [UInt8], _ isAsked: Bool) -> String? {
        guard isAsked, encryption == .hidesTagsAndKeepsChecksums else { return nil }
        return Base64.encode(Hasher.digest(bytes, .sha256).bytes)
    }

    /// Of an object or a part that a request brought.
    private func stored(_ request: LoopbackConnection.Request) -> StubStore.Answer {
        let sum = checksum(request.body, request.headers["x-amz-checksum-sha256"] != nil)
        let headers = ["ETag: \"\(tag(of: request.body))\""] + encryptionHeaders
        return .init(headers: headers + (sum.map { ["x-amz-checksum-sha256: \($0)"] } ?? []))
    }

    fileprivate mutating func answer(_ request: LoopbackConnection.Request) -> StubStore.Answer? {
        let key = ObjectShelf.key(request.path)
        let upload = request[query: "uploadId"]
        switch request.method {
        case "POST" where request[query: "uploads"] != nil: return begin(key, request)
        case "POST" where upload != nil: return complete(upload!, key, request)
        case "POST" where request[query: "delete"] != nil: return remove(request)
        case "PUT" where upload != nil: return putPart(upload!, request)
        case "PUT" where request[query: "tagging"] != nil:
            objects[key]?.tags = request.body
            return .init()
        case "PUT" where request.headers["x-amz-copy-source"] != nil: return copy(to: key, request)
        case "PUT":
            if request.headers["if-none-match"] == "*", objects[key] != nil {
                return .init(status: 412, body: StubStore.error("PreconditionFailed"))
            }
            put(key, request.body, kept(request))
            return stored(request)
        case "GET" where upload != nil: return list(upload!, request)
        case "GET" where request[query: "uploads"] != nil: return listUploads()
        case "GET" where key.isEmpty: return page(request)
        case "GET" where request[query: "tagging"] != nil: return .init(bytes: objects[key]?.tags ?? [])
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
    private func kept(_ request: LoopbackConnection.Request) -> [String] {
        let names = ["content-type", "content-encoding", "content-disposition", "cache-control", "x-amz-storage-class"]
        return request.headers.filter { header in
            names.contains(header.key) || header.key.hasPrefix("x-amz-meta-")
                || encryption == .none && header.key.hasPrefix("x-amz-server-side-encryption")
        }.map { "\($0.key): \($0.value)" }
    }

    private func missing(_ code: String) -> StubStore.Answer { .init(status: 404, body: StubStore.error(code)) }

    // MARK: Uploads in parts

    private mutating func begin(_ key: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        uploadCount += 1
        var upload = ObjectShelf.Upload(key: key, headers: kept(request))
        upload.keepsChecksums =
            request.headers["x-amz-checksum-algorithm"] != nil && encryption == .hidesTagsAndKeepsChecksums
        uploads["u\(uploadCount)"] = upload
        return .init(
            headers: encryptionHeaders + (upload.keepsChecksums ? ["x-amz-checksum-algorithm: SHA256"] : []),
            body: "<InitiateMultipartUploadResult><UploadId>u\(uploadCount)</UploadId></InitiateMultipartUploadResult>")
    }

    private mutating func putPart(_ upload: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        guard uploads[upload] != nil, let number = request[query: "partNumber"].flatMap({ Int($0) }) else {
            return missing("NoSuchUpload")
        }
        guard let source = request.headers["x-amz-copy-source"] else {
            uploads[upload]?.parts[number] = request.body
            return stored(request)
        }
        guard let object = objects[ObjectShelf.key("/" + source)] else { return missing("NoSuchKey") }
        var bytes = Self.range(request.headers["x-amz-copy-source-range"], of: object.bytes)
        if copiesWrongly { bytes[bytes.count / 2] ^= 1 }
        uploads[upload]?.parts[number] = bytes
        return .init(
            body: "<CopyPartResult><ETag>\"\(tag(of: bytes))\"</ETag>\(sum(of: bytes, upload))</CopyPartResult>")
    }

    private func sum(of bytes: [UInt8], _ upload: String) -> String {
        let sum = checksum(bytes, uploads[upload]?.keepsChecksums ?? false)
        return sum.map { "<ChecksumSHA256>\($0)</ChecksumSHA256>" } ?? ""
    }

    /// All of them old.
    private func listUploads() -> StubStore.Answer {
        let entries = uploads.map { identifier, upload in
            "<Upload><Key>\(upload.key)</Key><UploadId>\(identifier)</UploadId>"
                + "<Initiated>2020-01-02T03:04:05.678Z</Initiated></Upload>"
        }
        let end = "<IsTruncated>false</IsTruncated>"
        return .init(body: "<ListMultipartUploadsResult>\(end)\(entries.joined())</ListMultipartUploadsResult>")
    }

    private func list(_ upload: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        guard let parts = uploads[upload]?.parts else { return missing("NoSuchUpload") }
        let marker = request[query: "part-number-marker"].flatMap { Int($0) } ?? 0
        let rest = parts.sorted { $0.key < $1.key }.filter { $0.key > marker }
        let shown = rest.prefix(mostParts)
        let entries = shown.map { number, bytes in
            "<Part><PartNumber>\(number)</PartNumber><Size>\(bytes.count)</Size><ETag>\"\(tag(of: bytes))\"</ETag>"
                + sum(of: bytes, upload) + "</Part>"
        }
        let isTruncated = rest.count > shown.count
        let next = "<NextPartNumberMarker>\(shown.last?.key ?? 0)</NextPartNumberMarker>"
        return .init(
            body: """
                <ListPartsResult><IsTruncated>\(isTruncated)</IsTruncated>\(next)\(entries.joined())</ListPartsResult>
                """)
    }

    private mutating func complete(
        _ upload: String, _ key: String, _ request: LoopbackConnection.Request
    ) -> StubStore.Answer {
        guard let kept = uploads[upload] else { return missing("NoSuchUpload") }
        if request.headers["if-none-match"] == "*", objects[key] != nil {
            return .init(status: 412, body: StubStore.error("PreconditionFailed"))
        }
        // Amazon wants to be told the checksums that it is to keep.
        let sums = String(decoding: request.body, as: UTF8.self).split(separator: "<ChecksumSHA256>").count - 1
        if kept.keepsChecksums, sums != kept.parts.count {
            return .init(status: 400, body: StubStore.error("InvalidRequest"))
        }
        guard let open = uploads.removeValue(forKey: upload) else { return missing("NoSuchUpload") }
        let parts = open.parts.sorted { $0.key < $1.key }.map(\.value)
        let tag = EntityTag.ofParts(parts.map { Hasher.digest(encryption == .none ? $0 : $0 + [0], .md5) })
        objects[key] = ObjectShelf.Object(
            bytes: parts.reduce(into: []) { $0 += $1 }, tag: tag, headers: open.headers + encryptionHeaders)
        let whole = ContentChecksum.ofParts(parts.map { Hasher.digest($0, .sha256) })
        let sum = open.keepsChecksums ? "<ChecksumSHA256>\(whole)</ChecksumSHA256>" : ""
        return .init(
            body: "<CompleteMultipartUploadResult><ETag>\"\(tag)\"</ETag>\(sum)</CompleteMultipartUploadResult>")
    }

    // MARK: Objects

    private mutating func remove(_ request: LoopbackConnection.Request) -> StubStore.Answer {
        let keys = XMLElement(parsing: request.body)?.children(named: "Object").compactMap { $0["Key"] } ?? []
        for key in keys { objects[key] = nil }
        let answers = keys.map { "<Deleted><Key>\($0)</Key></Deleted>" }
        return .init(body: "<DeleteResult>\(answers.joined())</DeleteResult>")
    }

    private mutating func copy(to key: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        guard let source = objects[ObjectShelf.key("/" + request.headers["x-amz-copy-source"]!)] else {
            return missing("NoSuchKey")
        }
        put(key, copiesWrongly ? source.bytes.reversed() + [0] : source.bytes, kept(request))
        return .init(
            headers: encryptionHeaders,
            body: "<CopyObjectResult><ETag>\"\(objects[key]!.tag)\"</ETag></CopyObjectResult>")
    }

    private func read(_ key: String, _ request: LoopbackConnection.Request) -> StubStore.Answer {
        guard let object = objects[key] else { return missing("NoSuchKey") }
        let tagged = object.tags == nil ? [] : ["x-amz-tagging-count: 1"]
        let headers =
            object.headers + tagged + ["ETag: \"\(object.tag)\"", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"]
        if let wanted = request.headers["if-match"], wanted != "\"\(object.tag)\"" {
            return .init(status: 412, body: StubStore.error("PreconditionFailed"))
        }
        guard let range = request.headers["range"] else { return .init(headers: headers, bytes: object.bytes) }
        let span = "\(range.dropFirst("bytes=".utf8.count))/\(object.bytes.count)"
        return .init(
            status: 206, headers: headers + ["Content-Range: bytes \(span)"],
            bytes: Self.range(range, of: object.bytes))
    }

    /// `bytes=FIRST-LAST`
    private static func range(_ header: String?, of bytes: [UInt8]) -> [UInt8] {
        let ends = header?.dropFirst("bytes=".utf8.count).split(separator: "-").compactMap { Int($0) } ?? []
        return ends.count == 2 ? Array(bytes[ends[0]...min(ends[1], bytes.count - 1)]) : bytes
    }
}
