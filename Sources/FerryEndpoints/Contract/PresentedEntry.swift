public import FerryCore

extension Endpoint {
    /// The entry at `path` as a listing that goes by `links` presents it: a symlink that it follows is what it leads to,
    /// under the symlink's name. Nil means absent.
    public func entry(
        at path: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> Entry? {
        let entry = try entry(at: path)
        guard entry?.kind == .symlink, links != .keep else { return entry }
        let request = ListingRequest(
            directory: path.parent ?? .root, recursive: false, selection: OneName(path: path), links: links)
        switch try list(request).next()?.first {
        case .entry(let presented): return presented
        case .failure(let error, _, _): throw error
        case nil: return nil
        }
    }
}

/// Selects one name of a directory.
private struct OneName: Selection {
    let path: RelativePath

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { path == self.path }
    func entering(_ directory: RelativePath) -> any Selection { self }
}
