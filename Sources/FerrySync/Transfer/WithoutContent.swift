internal import FerryCore
internal import FerryEndpoints

extension Endpoint {
    /// Makes what has no content of its own: a symlink, or a special file. Returns the metadata that was not set.
    func create(
        _ entry: Entry, at path: RelativePath, metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        if entry.kind == .symlink {
            return try linkRole(for: path).createSymlink(at: path, target: entry.linkTarget ?? [], metadata: metadata)
        }
        guard let role = specialFiles else {
            throw EndpointError(.unsupported, .createSpecialFile, path: path, location: location)
        }
        return try role.createSpecialFile(at: path, kind: entry.kind, device: entry.device, metadata: metadata)
    }

    /// `unsupported` where there are no links.
    func linkRole(for path: RelativePath) throws(EndpointError) -> any LinkRole {
        guard let links else { throw EndpointError(.unsupported, .link, path: path, location: location) }
        return links
    }
}
