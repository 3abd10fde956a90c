package import FerryCore

extension Endpoint {
    /// Makes a directory unless there is one.
    package func ensureDirectory(at path: RelativePath, permissions: UInt16) throws(EndpointError) {
        do throws(EndpointError) {
            try createDirectory(at: path, metadata: Metadata(permissions: permissions))
        } catch  where error.code == .alreadyExists {
            // All that was wanted.
        }
    }

    /// Whether nothing lies in a directory.
    package func isEmptyDirectory(_ path: RelativePath) throws(EndpointError) -> Bool {
        let listing = try list(ListingRequest(directory: path, recursive: false))
        defer { listing.cancel() }
        return try listing.next() == nil
    }
}
