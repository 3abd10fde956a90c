public import FerryCore

/// Moving entries without copying them.
public protocol RenamingRole: Sendable {
    /// Moves an entry, atomically replacing any non-directory of the new name. `endpoint` holds the new name: this one
    /// or a sibling of it (nil means this one). `unsupported` when the two are not on one file system.
    /// When both are names of one file already, the old one may stay, as rename(2) has it.
    func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError)
}

extension RenamingRole {
    /// The entry that is to be renamed, on servers that would replace a whole directory by it: what has the new name is
    /// looked at before. Whoever makes a directory of that name between the two requests loses it.
    public func entryToRename(
        _ path: RelativePath, on endpoint: some Endpoint, to newPath: RelativePath, on target: some Endpoint
    ) throws(EndpointError) -> Entry {
        guard let present = try endpoint.entry(at: path) else {
            throw EndpointError(.notFound, .rename, path: path, location: endpoint.location)
        }
        if let replaced = try target.entry(at: newPath), replaced.isDirectory || present.isDirectory {
            throw EndpointError(.alreadyExists, .rename, path: newPath, location: target.location)
        }
        return present
    }
}
