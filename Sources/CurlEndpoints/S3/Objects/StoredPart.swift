internal import FerryCore
internal import FerryEndpoints

/// A part of an upload as the store has it ("ListParts").
struct StoredPart {
    let size: Int
    let tag: String
    /// Where the store keeps them.
    let checksum: Digest?

    /// What an upload has so far, by the numbers of the parts; `notFound` when there is no such upload.
    static func list(key: [UInt8], upload: String, from client: S3Client) throws(S3Failure) -> [Int: StoredPart] {
        var parts: [Int: StoredPart] = [:]
        var marker: String?
        repeat {
            var request = S3Request(.get, key: key)
            request.query = [("uploadId", upload)]
            if let marker { request.query.append(("part-number-marker", marker)) }
            let page = try client.document(request)
            // moto says "ListPartsResponse".
            guard page.name.hasPrefix("ListParts") else {
                throw S3Failure(.protocolViolation, "the answer is no list of parts")
            }
            for part in page.children(named: "Part") {
                guard let number = part["PartNumber"].flatMap({ Int($0) }),
                    let size = part["Size"].flatMap({ Int($0) }),
                    let tag = part["ETag"].map(EntityTag.plain)
                else { throw S3Failure(.protocolViolation, "the list of parts is incomplete") }
                let checksum = part[ContentChecksum.element].flatMap(ContentChecksum.digest)
                parts[number] = StoredPart(size: size, tag: tag, checksum: checksum)
            }
            let isTruncated = try PageEnd.isTruncated(page, of: "parts")
            let next = isTruncated ? page["NextPartNumberMarker"] : nil
            if isTruncated && (next == nil || next == marker) {
                throw S3Failure(.protocolViolation, "the list of parts has no end")
            }
            marker = next
        } while marker != nil
        return parts
    }
}
