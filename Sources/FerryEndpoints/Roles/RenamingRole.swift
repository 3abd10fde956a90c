package import FerryCore

/// Moving entries without copying them.
package protocol RenamingRole: Sendable {
    /// Moves an entry, atomically replacing any non-directory of the new name. `endpoint` holds the new name: this one
    /// or a sibling of it (nil means this one). `unsupported` when the two are not on one file system.
    /// When both are names of one file already, the old one may stay, as rename(2) has it.
    func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError)
}
