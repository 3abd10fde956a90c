package import FerryCore

/// Moving entries without copying them.
package protocol RenamingRole: Sendable {
    /// Moves an entry, atomically replacing any non-directory of the new name. `endpoint` holds the new name: this one
    /// or a sibling of it (nil means this one). `unsupported` when the two are not on one file system.
    func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError)
}
