public import FerryCore
public import FerryEndpoints

extension SCPEndpoint: DirectorySource {
    /// A directory may change while it is read; so often it is read again.
    private static let attempts = 5

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        try DirectoryWalk(request, of: self, connections: host.advisedConnections)
    }

    public func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        let words: [[UInt8]] = [
            links.followsAny ? [UInt8(ascii: "1")] : [], followed.lead(to: directory) ? [UInt8(ascii: "1")] : [],
        ]
        for _ in 1..<Self.attempts {
            do throws(EndpointError) {
                return try items(of: directory, words, links)
            } catch {
                if error.code != .serverFailure { throw error }
            }
        }
        return try items(of: directory, words, links)
    }

    public func realPath(of directory: RelativePath) throws(EndpointError) -> [UInt8] {
        try call("real", directory, for: .list)
    }

    private func items(
        of directory: RelativePath, _ words: [[UInt8]], _ links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        let output = try call("contents", directory, words, for: .list)
        return try during(.list, directory) { () throws(SCPError) in
            let contents: DirectoryOutput
            do throws(ConnectionFailure) { contents = try DirectoryOutput(output) } catch { throw .lost(error) }
            return contents.lines.compactMap { item($0, in: directory, links, contents) }
        }
    }

    /// Nil where the name has gone meanwhile.
    private func item(
        _ line: StatLine, in directory: RelativePath, _ links: ListingRequest.LinkPolicy, _ contents: DirectoryOutput
    ) -> ListedItem? {
        let path = directory.appending(name: line.name)
        guard line.attributes.kind == .symlink else { return .entry(line.entry(at: path, target: [])) }
        guard let target = contents.targets[line.name] else { return nil }
        let itself = ListedItem.entry(line.entry(at: path, target: target))
        guard links.followsAny, links != .followUnsafe || LinkTarget.leavesTree(target, from: path) else {
            return itself
        }
        guard let destination = contents.destinations[line.name], destination.kind != .symlink else {
            return links == .followDirectories ? itself : dangling(path)
        }
        if links == .followDirectories && destination.kind != .directory { return itself }
        followed.insert(path)
        return .entry(Entry(path: path, attributes: destination))
    }

    private func dangling(_ path: RelativePath) -> ListedItem {
        let error = EndpointError(
            .unsupported, .look, path: path, location: location, reason: "the symlink leads nowhere")
        return .failure(error, path: path, subtree: false)
    }
}
