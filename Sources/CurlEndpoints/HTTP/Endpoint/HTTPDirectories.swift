internal import FerryCore
internal import FerryEndpoints

/// What the pages of a server list, with what they leave out asked for file by file; or the files that are selected by their
/// names, where there is no such page.
struct HTTPDirectories: LinklessSource {
    let endpoint: HTTPEndpoint
    let selection: (any Selection)?

    var location: String { endpoint.location }

    func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        try endpoint.caught(.list, directory) { () throws(HTTPFailure) in
            guard directory.bytes.count <= Self.longestPath else {
                throw HTTPFailure(.nameNotAllowed, "the path is too long: the server may list itself without end")
            }
            let names = selection?.names(in: directory)
            do throws(HTTPFailure) {
                let items = try listed(directory)
                return try items + named(unlisted(names ?? [], items))
            } catch  where Self.meansNoPage.contains(error.code) {
                guard let names else { throw error }
                return try named(names)
            }
        }
    }

    private func listed(_ directory: RelativePath) throws(HTTPFailure) -> [ListedItem] {
        let (reply, url) = try endpoint.client.perform(HTTPRequest(.get, endpoint.url(of: directory).directory))
        guard reply.head.isSuccess else { throw HTTPFailure(reply.head) }
        return try complete(try page(reply, url), of: directory, reply.head)
    }

    /// As on Linux, in bytes.
    private static let longestPath = 4096

    private static let meansNoPage: [EndpointError.Code] = [
        .notFound, .permissionDenied, .unsupported, .protocolViolation,
    ]

    /// Names that a page leaves out: many servers hide what begins with a dot.
    private func unlisted(_ names: [SelectedName], _ items: [ListedItem]) -> [SelectedName] {
        if names.isEmpty { return [] }
        let listed = Set(items.map(\.path))
        return names.filter { !listed.contains($0.path) }
    }

    /// Those of the names that exist.
    private func named(_ names: [SelectedName]) throws(HTTPFailure) -> [ListedItem] {
        let leading = names.filter(\.leadsOn).map { ListedItem.entry(Entry(path: $0.path, kind: .directory)) }
        return try leading + looked(at: names.filter { !$0.leadsOn }.map(\.path), areListed: false)
    }

    private func page(_ reply: Reply, _ url: WebURL) throws(HTTPFailure) -> [PageItem] {
        do throws(PageRefused) {
            return try DirectoryPage.items(reply, from: url)
        } catch {
            throw HTTPFailure(.protocolViolation, error.reason)
        }
    }

    private func complete(
        _ found: [PageItem], of directory: RelativePath, _ head: ResponseHead
    ) throws(HTTPFailure) -> [ListedItem] {
        var items: [ListedItem] = []
        var incomplete: [RelativePath] = []
        for item in found {
            let path = directory.appending(name: item.name)
            if item.isComplete {
                items.append(.entry(entry(item, at: path, head)))
            } else {
                incomplete.append(path)
            }
        }
        return try items + looked(at: incomplete, areListed: true)
    }

    private func entry(_ item: PageItem, at path: RelativePath, _ head: ResponseHead) -> Entry {
        guard let size = item.size, let modified = item.modified, !item.isDirectory else {
            return Entry(path: path, kind: .directory, modified: item.modified)
        }
        let version = FileState(size: size, modified: modified, on: head).version
        return Entry(path: path, kind: .file, size: size, modified: modified, version: version)
    }

    /// Entries of files of which only the name is known.
    ///
    /// - Parameter areListed: Whether a page lists them: one that the server does not have is no file that has gone, and
    ///   nothing may be deleted for it.
    private func looked(at paths: [RelativePath], areListed: Bool) throws(HTTPFailure) -> [ListedItem] {
        var items: [ListedItem] = []
        var pending: [(RelativePath, HTTPClient.Pending)] = []
        defer { for (_, request) in pending { request.exchange.cancel() } }
        for path in paths {
            if pending.count == HTTPEndpoint.window { items += try finish(pending.removeFirst(), areListed) }
            pending.append((path, try endpoint.startLooking(at: path)))
        }
        while !pending.isEmpty {
            items += try finish(pending.removeFirst(), areListed)
        }
        return items
    }

    /// What concerns one file is its failure; what may pass, or concerns the server, fails the listing.
    private func finish(
        _ pending: (path: RelativePath, HTTPClient.Pending), _ isListed: Bool
    ) throws(HTTPFailure) -> [ListedItem] {
        do throws(HTTPFailure) {
            guard let entry = try endpoint.finishLooking(at: pending.path, pending.1) else {
                if !isListed { return [] }
                throw HTTPFailure(.notFound, EndpointError.Code.notFound.reason)
            }
            return [.entry(entry)]
        } catch  where error.code == .notFound || error.code == .permissionDenied || error.code == .unsupported {
            return [.failure(error.error(.look, pending.path, at: location), path: pending.path, subtree: false)]
        }
    }
}
