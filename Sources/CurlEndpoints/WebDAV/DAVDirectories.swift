internal import FerryCore
internal import FerryEndpoints

/// Directories of a WebDAV server, one by one: many servers refuse to list a whole tree.
struct DAVDirectories: LinklessSource {
    let endpoint: DAVEndpoint

    var location: String { endpoint.location }
    var littered: LitteredDirectories? { endpoint.littered }

    func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        let url = endpoint.url(of: directory).directory
        return try endpoint.caught(.list, directory) { () throws(HTTPFailure) in
            let (reply, place) = try endpoint.client.perform(endpoint.propfind(url, depth: "1"))
            let answer = try DAVAnswer(try endpoint.multistatus(reply).resources, at: place)
            var items: [ListedItem] = []
            for (names, resource) in answer.below {
                guard names.count == 1 else { throw DAVAnswer.elsewhere(resource.reference) }
                items.append(try endpoint.item(resource, at: directory.appending(name: names[0]), reply.head))
            }
            return items
        }
    }
}

/// What a server tells of what lies below a directory.
struct DAVAnswer {
    /// Each with the names that lead there from the directory.
    private(set) var below: [(names: [[UInt8]], resource: Multistatus.Resource)] = []

    /// Refuses what lies elsewhere, and a directory that is none.
    init(_ resources: [Multistatus.Resource], at url: WebURL) throws(HTTPFailure) {
        guard let base = url.names else { throw Self.elsewhere("") }
        var isDirectory = false
        for resource in resources {
            guard let names = url.resolving(resource.reference)?.names else { throw Self.elsewhere(resource.reference) }
            if names == base {
                if let status = resource.status { throw HTTPFailure(ResponseHead(status: status)) }
                isDirectory = resource.isCollection
                continue
            }
            let rest = Array(names.dropFirst(base.count))
            guard names.starts(with: base), !rest.isEmpty,
                rest.allSatisfy({ PageItem(name: $0, isDirectory: true) != nil })
            else { throw Self.elsewhere(resource.reference) }
            below.append((rest, resource))
        }
        if !isDirectory { throw HTTPFailure(.notFound, EndpointError.Code.notFound.reason) }
    }

    static func elsewhere(_ reference: String) -> HTTPFailure {
        HTTPFailure(
            .protocolViolation,
            "the server lists what is not in the directory: '\(DisplayName.escaping(reference.utf8))'")
    }
}
