public import FerryCore

extension Endpoint {
    public func sibling(at path: String) throws(EndpointError) -> any Endpoint {
        try sibling(at: Array(path.utf8))
    }

    /// Makes a directory unless there is one.
    /// - Parameter permissions: Nil leaves them to the place: what mkdir(1) gives, where there is an umask.
    public func ensureDirectory(at path: RelativePath, permissions: UInt16?) throws(EndpointError) {
        do throws(EndpointError) {
            if let permissions { return try createDirectory(at: path, inheriting: permissions) }
            try createDirectory(at: path, metadata: Metadata())
        } catch  where error.code == .alreadyExists {
            // All that was wanted.
        }
    }

    /// Makes a directory with these permissions, and with the set-group-ID bit that the directory above hands down.
    public func createDirectory(at path: RelativePath, inheriting permissions: UInt16) throws(EndpointError) {
        guard capabilities.metadataKept.contains(.permissions) else {
            return try createDirectory(at: path, metadata: Metadata(permissions: permissions))
        }
        try createDirectory(at: path, metadata: Metadata())
        let present = try entry(at: path)?.permissions
        let wanted = permissions | (present ?? 0) & 0o2000
        if present != wanted { _ = try apply(Metadata(permissions: wanted), to: path, kind: .directory) }
    }

    /// The set-group-ID bit of a new directory, which it can only have from the directory above.
    public func inheritedBits(of directory: RelativePath) throws(EndpointError) -> UInt16 {
        (try entry(at: directory)?.permissions ?? 0) & 0o2000
    }

    /// Whether nothing lies in a directory.
    public func isEmptyDirectory(_ path: RelativePath) throws(EndpointError) -> Bool {
        let listing = try list(ListingRequest(directory: path, recursive: false))
        defer { listing.cancel() }
        return try listing.next() == nil
    }
}
