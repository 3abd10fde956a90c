internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Records of a manifest as items of a listing.
enum CatalogueEntry {
    /// A record that says enough by itself.
    static func item(
        _ record: Record, _ links: ListingRequest.LinkPolicy, at location: String
    ) -> ListedItem {
        switch record.kind {
        case .symlink where links == .followAll: return unsupported(record, "a link of a manifest", at: location)
        case .file: return .entry(file(record, size: record.size ?? 0, modified: record.modified))
        case .directory, .symlink:
            return .entry(
                Entry(
                    path: record.path, kind: record.kind, modified: record.modified,
                    permissions: record.kind == .directory ? record.permissions : nil, linkTarget: record.linkTarget))
        default: return unsupported(record, "what is no file, directory or symbolic link", at: location)
        }
    }

    private static func unsupported(_ record: Record, _ what: String, at location: String) -> ListedItem {
        let failure = EndpointError(
            .unsupported, .look, path: record.path, location: location,
            reason: "\(what) cannot be followed or fetched there")
        return .failure(failure, path: record.path, subtree: false)
    }

    /// A file whose record lacks what the place itself tells of it; nil where there is none.
    static func item(_ record: Record, _ found: Attributes?, at location: String) -> ListedItem {
        guard let found, found.kind == .file else {
            let failure = EndpointError(.notFound, .look, path: record.path, location: location)
            return .failure(failure, path: record.path, subtree: false)
        }
        return .entry(file(record, size: found.size, modified: record.modified ?? found.modified))
    }

    /// Where its digest is known, a file is that content, whatever the server says of times.
    private static func file(_ record: Record, size: Int64, modified: Timestamp?) -> Entry {
        let digest = preferred.lazy.compactMap { record.digest($0) }.first
        return Entry(
            path: record.path, kind: .file, size: size, modified: modified, permissions: record.permissions,
            version: digest.map { .tag("\($0)") }, digest: digest)
    }

    /// Cryptographic ones before those that show accidents only.
    private static let preferred: [DigestAlgorithm] = [
        .sha256, .sha512, .sha384, .blake2b, .blake2b256, .sha224, .xxh128, .sha1, .md5, .xxh3, .xxh64, .crc64nvme,
        .crc32c, .crc32, .xxh32, .md4,
    ]
}
