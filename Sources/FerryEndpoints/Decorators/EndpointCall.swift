/// The calls of an endpoint and of what it hands out, as decorators tell them apart.
public enum EndpointCall: String, Sendable, Hashable, CaseIterable {
    case look, lookAtSeveral, list, nextEntries, openReader, read, verifyUnchanged
    case stage, write, copy, hole, splice, readBack, storedDigests, checkpoint, synchronize, commit, keep, discard
    case createDirectory, remove, apply, sibling, close
    case createSymlink, createHardLink, createSpecialFile, rename, removeBatch, removeLeftovers
    case synchronizeFiles, synchronizeDirectories, digest, openSignature, lookUpAccount

    /// The verb of a message about this call.
    public var operation: EndpointError.Operation {
        switch self {
        case .look, .lookAtSeveral, .lookUpAccount: .look
        case .list, .nextEntries: .list
        case .openReader, .read, .verifyUnchanged, .readBack, .storedDigests, .digest, .openSignature:
            .read
        case .stage, .write, .copy, .hole, .splice, .checkpoint, .keep, .discard: .write
        case .commit: .replace
        case .synchronize, .synchronizeFiles, .synchronizeDirectories: .synchronize
        case .createDirectory: .createDirectory
        case .remove, .removeBatch, .removeLeftovers: .remove
        case .apply: .setMetadata
        case .sibling, .close: .connect
        case .createSymlink, .createHardLink: .link
        case .createSpecialFile: .createSpecialFile
        case .rename: .rename
        }
    }
}
