internal import FerryCore
internal import FerryEndpoints

/// Directories of a WebDAV server, one by one: many servers refuse to list a whole tree.
struct DAVDirectories: DirectorySource {
    let endpoint: DAVEndpoint

    var location: String { endpoint.location }

    func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        let url = endpoint.url(of: directory).directory
        return try endpoint.caught(.list, directory) { () throws(HTTPFailure) in
            let (reply, place) = try endpoint.client.perform(endpoint.propfind(url, depth: "1"))
            let resources = try endpoint.multistatus(reply).resources
            return try items(resources, in: directory, listedAt: place, reply.head)
        }
    }

    /// There are no symlinks here, so that nothing leads back.
    func realPath(of directory: RelativePath) -> [UInt8] { directory.bytes }

    private func items(
        _ resources: [Multistatus.Resource], in directory: RelativePath, listedAt url: WebURL, _ head: ResponseHead
    ) throws(HTTPFailure) -> [ListedItem] {
        guard let base = url.names else { throw Self.elsewhere("") }
        var items: [ListedItem] = []
        var isDirectory = false
        for resource in resources {
            guard let names = url.resolving(resource.reference)?.names else { throw Self.elsewhere(resource.reference) }
            if names == base {
                isDirectory = resource.isCollection
                continue
            }
            guard names.count == base.count + 1, names.starts(with: base), let name = names.last,
                let item = PageItem(name: name, isDirectory: resource.isCollection)
            else { throw Self.elsewhere(resource.reference) }
            if StagedName.matches(item.name) { continue }
            items.append(.entry(try endpoint.entry(resource, at: directory.appending(name: item.name), head)))
        }
        if !isDirectory { throw HTTPFailure(.notFound, EndpointError.Code.notFound.reason) }
        return items
    }

    private static func elsewhere(_ reference: String) -> HTTPFailure {
        HTTPFailure(
            .protocolViolation,
            "the server lists what is not in the directory: '\(DisplayName.escaping(reference.utf8))'")
    }
}
