public import FerryCore

/// Symbolic and hard links.
public protocol LinkRole: Sendable {
    /// Makes a symlink, atomically replacing any non-directory of that name. Returns the metadata that was not set.
    func createSymlink(
        at path: RelativePath, target: [UInt8], metadata: Metadata
    ) throws(EndpointError) -> MetadataFields

    /// Gives an existing file a further name, atomically replacing any non-directory that has it. `unsupported` where there
    /// are symlinks only.
    /// `endpoint` holds `existing`: this one or a sibling of it; nil means this one.
    func createHardLink(
        at path: RelativePath, to existing: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError)
}
