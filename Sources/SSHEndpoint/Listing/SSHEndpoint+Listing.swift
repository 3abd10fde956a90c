public import FerryCore
public import FerryEndpoints

extension SSHEndpoint: DirectorySource {
    /// Directories read at a time, each two round trips: a third of the transfers that the round trip asks for. 100,000 entries in
    /// 1,000 directories took 5.5 s with 24 at 50 ms.
    private var directoriesAhead: Int { min(max(capabilities.advisedConnections / 3, 8), 96) }
    /// Questions about single names under way at a time.
    private static let questions = 64

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        try DirectoryWalk(request, of: self, connections: directoriesAhead)
    }

    public func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        try during(.list, directory) { (connection) throws(SFTPError) in
            if !followed.lead(to: directory) { try requireDirectory(directory, connection) }
            return try items(names(in: directory, connection), of: directory, links: links, connection)
        }
    }

    public func realPath(of directory: RelativePath) throws(EndpointError) -> [UInt8] {
        try during(.list, directory) { (connection) throws(SFTPError) in
            try connection.realPath(try root.path(directory)).wait()
        }
    }

    private func names(
        in directory: RelativePath, _ connection: Connection
    ) throws(SFTPError) -> [Answers.Name] {
        let name = try root.path(directory)
        var contents: RemoteDirectory
        do throws(SFTPError) {
            contents = try RemoteDirectory(opening: name, on: connection)
        } catch {
            // Some servers have no word for a file where a directory is wanted.
            guard error.isUnspecific, try connection.stat(name).wait().kind != .directory else { throw error }
            throw .status(.notADirectory)
        }
        defer { contents.close() }
        var found: [Answers.Name] = []
        while let names = try contents.next() { found += names }
        return found
    }

    /// Asks for what the directory did not tell, many names at a time. Most entries need no question.
    private func items(
        _ names: [Answers.Name], of directory: RelativePath, links: ListingRequest.LinkPolicy, _ connection: Connection
    ) throws(SFTPError) -> [ListedItem] {
        var items: [ListedItem] = []
        items.reserveCapacity(names.count)
        var questions: [EntryQuestion] = []
        for item in names {
            let path = directory.appending(name: item.name)
            if let entry = plainEntry(item, at: path) {
                items.append(.entry(entry))
                continue
            }
            questions.append(try EntryQuestion(item, at: path, links: links, self, connection))
            if questions.count == Self.questions { try Self.take(&questions, into: &items) }
        }
        try Self.take(&questions, into: &items)
        return items
    }

    /// What the directory told all of. A directory of it counts as looked at.
    private func plainEntry(_ item: Answers.Name, at path: RelativePath) -> Entry? {
        guard let kind = item.attributes.kind, kind != .symlink else { return nil }
        if kind == .directory { trusted.insert(path) }
        return item.attributes.entry(at: path)
    }

    private static func take(_ questions: inout [EntryQuestion], into items: inout [ListedItem]) throws(SFTPError) {
        for question in questions {
            if let item = try question.answer() { items.append(item) }
        }
        questions.removeAll(keepingCapacity: true)
    }
}
