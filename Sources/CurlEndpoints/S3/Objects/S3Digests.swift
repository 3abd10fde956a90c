internal import FerryCore
internal import FerryEndpoints

/// The digests that a store has computed: the tags of objects that were written by one request, where it does not encrypt
/// with keys. A look at an object tells; its listing may be mistaken for the encrypted ones.
struct S3Digests: DigestRole {
    let endpoint: S3Endpoint

    var algorithms: [DigestAlgorithm] { [.md5] }

    func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        // A tag of another form is none in a listing either.
        guard range == nil, algorithm == .md5, entry.tag.flatMap(EntityTag.digest) != nil else { return nil }
        guard let now = try endpoint.entry(at: entry.path), now.version == entry.version else {
            throw S3Failure(.changedDuringTransfer).error(.look, entry.path, at: endpoint.location)
        }
        return now.digest.map { OfferedDigest($0, isComputed: true) }
    }
}
