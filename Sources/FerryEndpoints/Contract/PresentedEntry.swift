public import FerryCore

extension Endpoint {
    /// The entry at `path` as a listing that goes by `links` presents it: a symlink that it follows is what it leads to,
    /// under the symlink's name. Nil means absent.
    public func entry(
        at path: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> Entry? {
        let entry = try entry(at: path)
        guard entry?.kind == .symlink, links.followsAny else { return entry }
        return try listed(path, links: links)
    }
}
