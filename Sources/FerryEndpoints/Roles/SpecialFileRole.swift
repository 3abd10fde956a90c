public import FerryCore

/// Devices, FIFOs and sockets.
public protocol SpecialFileRole: Sendable {
    /// Makes one, atomically replacing any non-directory of that name. Returns the metadata that was not set.
    func createSpecialFile(
        at path: RelativePath, kind: EntryKind, device: DeviceNumber?, metadata: Metadata
    ) throws(EndpointError) -> MetadataFields
}
