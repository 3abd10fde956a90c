internal import FerryCore
internal import FerryEndpoints

/// The digests that a store has computed, and those that whoever wrote an object has recorded. Computed are the tags of
/// objects that were written by one request, where the store does not encrypt with keys, and the checksums of whole objects
/// that some stores keep ("Checking object integrity"). A look at an object tells; its listing may be mistaken for the
/// encrypted ones.
struct S3Digests: DigestRole {
    let endpoint: S3Endpoint

    /// To fetch so little takes about as long as a look, which is not made where it would tell nothing.
    private static let readAtOnce: Int64 = 256 << 10

    let areKept = true

    var algorithms: [DigestAlgorithm] { [.md5, .sha256, .crc64nvme, .crc32c, .sha1, .crc32] }

    func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        guard range == nil, algorithms.contains(algorithm) else { return nil }
        if entry.size <= Self.readAtOnce, endpoint.client.seemsWithout(algorithm) { return nil }
        let head = try head(of: entry)
        if algorithm == .md5, let digest = Entry(object: entry.path, head)?.digest {
            return OfferedDigest(digest, isComputed: true)
        }
        let checksum = Self.checksum(head, algorithm)
        if algorithm != .md5 { endpoint.client.noteChecksum(algorithm, isTold: checksum != nil) }
        if let checksum { return OfferedDigest(checksum, isComputed: true) }
        return ObjectMetadata.digest(head, by: algorithm).map { OfferedDigest($0, isComputed: false) }
    }

    /// Where the store encrypts with keys, the tag looks the same and agrees with nothing.
    func partedDigest(of entry: Entry) -> PartedDigest? {
        guard let (digest, count) = entry.tag.flatMap(EntityTag.partedDigest) else { return nil }
        return PartedDigest(digest, count: count, lengths: PartPlan.usualLengths(of: entry.size, parts: count))
    }

    private func head(of entry: Entry) throws(EndpointError) -> ResponseHead {
        var request = endpoint.client.look(at: try endpoint.key(entry.path, .look))
        do throws(S3Failure) {
            request.headers.append(("x-amz-checksum-mode", "ENABLED"))
            let head = try endpoint.client.perform(request).head
            guard head["etag"].map(EntityTag.plain) == entry.tag else { throw S3Failure(.changedDuringTransfer) }
            return head
        } catch {
            throw error.error(.look, entry.path, at: endpoint.location)
        }
    }

    /// Of an object in parts it may be one of the parts' checksums: then their number follows, or its kind says so.
    private static func checksum(_ head: ResponseHead, _ algorithm: DigestAlgorithm) -> Digest? {
        guard head["x-amz-checksum-type"].map({ $0 == "FULL_OBJECT" }) ?? true,
            let bytes = head["x-amz-checksum-\(algorithm.rawValue)"].flatMap({ Base64.decode($0.utf8) })
        else { return nil }
        return Digest(algorithm: algorithm, bytes: bytes)
    }
}
