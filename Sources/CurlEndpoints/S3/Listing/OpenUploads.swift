internal import FerryCore
internal import FerryEndpoints

/// One page of the uploads in parts that nobody has completed ("ListMultipartUploads").
struct OpenUploads {
    let uploads: [Upload]
    /// Where the next page begins; nil after the last one.
    let next: Marker?

    struct Upload {
        let key: [UInt8]
        let identifier: String
        let begun: Timestamp?
    }

    struct Marker: Hashable {
        let key: [UInt8]
        let upload: String
    }

    static func fetch(
        below prefix: [UInt8], after marker: Marker?, from client: S3Client
    ) throws(S3Failure) -> OpenUploads {
        let page = try client.document(request(prefix, after: marker))
        guard page.name == "ListMultipartUploadsResult" else {
            throw S3Failure(.protocolViolation, "the answer is no list of uploads")
        }
        let uploads = try uploads(page)
        return OpenUploads(uploads: uploads, next: try next(page, uploads.last, after: marker))
    }

    private static func request(_ prefix: [UInt8], after marker: Marker?) -> S3Request {
        var request = S3Request(.get)
        request.query = [
            ("uploads", ""), ("encoding-type", "url"), ("prefix", String(decoding: prefix, as: UTF8.self)),
        ]
        if let marker {
            request.query += [
                ("key-marker", String(decoding: marker.key, as: UTF8.self)), ("upload-id-marker", marker.upload),
            ]
        }
        return request
    }

    private static func uploads(_ page: XMLElement) throws(S3Failure) -> [Upload] {
        var uploads: [Upload] = []
        for element in page.children(named: "Upload") {
            guard let key = element["Key"].flatMap({ key($0, page) }), let identifier = element["UploadId"] else {
                throw S3Failure(.protocolViolation, "the list of uploads is incomplete")
            }
            uploads.append(
                Upload(key: key, identifier: identifier, begun: element["Initiated"].flatMap(ISODate.time)))
        }
        return uploads
    }

    private static func next(
        _ page: XMLElement, _ last: Upload?, after marker: Marker?
    ) throws(S3Failure) -> Marker? {
        guard try PageEnd.isTruncated(page, of: "uploads") else { return nil }
        var name = page["NextKeyMarker"].flatMap { key($0, page) }
        // Where nothing says that it is escaped, it may be one that no document can hold; it is the last one's.
        if name != nil, page["EncodingType"] == nil, let last { name = last.key }
        let next = name.map { Marker(key: $0, upload: page["NextUploadIdMarker"] ?? "") }
        guard let next, next != marker else {
            throw S3Failure(.protocolViolation, "the list of uploads has no end")
        }
        return next
    }

    /// radosgw of Ceph 16 escapes keys without saying so, slashes apart, and leaves the marker as it is. A store that does
    /// neither is seldom mistaken for it: then a key is not found that has the look of an escaped one.
    private static func key(_ text: String, _ page: XMLElement) -> [UInt8]? {
        let bytes = Array(text.utf8)
        if page["EncodingType"] == "url" { return URIEncoding.form(bytes) }
        guard let decoded = URIEncoding.decode(bytes) else { return bytes }
        let isEscaped = [true, false].contains { URIEncoding.encode(decoded, keepsSlashes: $0) == text }
        return isEscaped ? decoded : bytes
    }
}
