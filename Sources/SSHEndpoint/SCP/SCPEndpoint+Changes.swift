public import FerryCore
public import FerryEndpoints

extension SCPEndpoint {
    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try requireAllowed(path, .createDirectory)
        let mode = metadata.permissions.map { Array(String($0, radix: 8).utf8) } ?? []
        _ = try call("make", path, [mode], for: .createDirectory)
        // mkdir(1) keeps to the mask, and some to the plain bits.
        if let permissions = metadata.permissions {
            _ = try apply(Metadata(permissions: permissions), to: path, kind: .directory)
        }
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        _ = try call("drop", path, [Array((kind.isDirectory ? "d" : "f").utf8)], for: .remove)
    }

    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        let (settable, refused) = settable(metadata)
        let letters = try call("apply", path, MetadataWords.words(settable), for: .setMetadata)
        return MetadataWords.fields(letters[...]).union(refused)
    }

    /// Only root gives files away; nobody else tries, not even to himself.
    func settable(_ metadata: Metadata) -> (metadata: Metadata, refused: MetadataFields) {
        guard metadata.user != nil, !capabilities.metadataKept.contains(.user) else { return (metadata, []) }
        var settable = metadata
        settable.user = nil
        return (settable, [.user])
    }
}
