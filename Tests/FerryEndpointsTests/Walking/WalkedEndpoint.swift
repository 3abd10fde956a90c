import FerryCore
import FerryEndpoints

/// An endpoint whose listings are walks over its directories, each listed alone.
struct WalkedEndpoint: EndpointDecorator, DirectorySource {
    let base: any Endpoint
    var connections = 4

    func around<Result>(
        _: EndpointCall, _: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try body()
    }

    func decorating(_ sibling: any Endpoint) -> any Endpoint {
        WalkedEndpoint(base: sibling, connections: connections)
    }

    func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        let device = try base.entry(at: request.directory)?.version?.identity?.device
        return try DirectoryWalk(request, of: self, connections: connections, device: device)
    }

    func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        let listing = try base.list(ListingRequest(directory: directory, recursive: false, links: links))
        var items: [ListedItem] = []
        while let page = try listing.next() { items += page }
        // In the opposite order: the walk is what sorts.
        return items.reversed()
    }

    /// The memory endpoint has no paths for this; what a name leads to identifies a directory as well.
    func realPath(of directory: RelativePath) throws(EndpointError) -> [UInt8] {
        let identity = try base.entry(at: directory, links: .followAll)?.version?.identity
        return Array("\(identity?.device ?? 0):\(identity?.inode ?? 0)".utf8)
    }
}
