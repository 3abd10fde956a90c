public import FerryCore
public import FerryEndpoints

extension FTPEndpoint {
    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        try look(at: path, for: .look)
    }

    func look(at path: RelativePath, for operation: EndpointError.Operation) throws(EndpointError) -> Entry? {
        if !server.names.allows(path) { return nil }
        if let facts = try facts(of: path, operation) {
            return try caught(operation, path) { () throws(FTPFailure) in try facts.entry(at: path) }
        }
        return try search(for: path, operation)
    }

    /// Nil where the server refuses to tell, or knows no facts.
    private func facts(
        of path: RelativePath, _ operation: EndpointError.Operation
    ) throws(EndpointError) -> FTPFacts? {
        if !server.features.listsFacts { return nil }
        let reply = try command("MLST", path, for: operation)
        return try caught(operation, path) { () throws(FTPFailure) in try Self.facts(in: reply) }
    }

    /// The line of facts in a reply; nil where the server refused, for whatever reason.
    static func facts(in reply: FTPReply) throws(FTPFailure) -> FTPFacts? {
        switch reply.code {
        case 250:
            let line = reply.lines.dropFirst().first?.drop { $0 == UInt8(ascii: " ") } ?? []
            guard let facts = FTPFacts(line) else {
                throw FTPFailure(.protocolViolation, "the server's answer to MLST is not understood")
            }
            return facts
        case 501, 550, 553: return nil
        default: throw FTPFailure(refusing: reply)
        }
    }

    /// Looks where a refusal leaves open whether something is absent or forbidden: in the directory above, as far up as
    /// it takes.
    private func search(
        for path: RelativePath, _ operation: EndpointError.Operation
    ) throws(EndpointError) -> Entry? {
        guard let parent = path.parent else { return try root(operation) }
        let items: [ListedItem]
        do throws(FTPFailure) {
            items = try FTPDirectories(endpoint: self).found(in: parent)
        } catch  where [450, 501, 550].contains(error.reply) {
            guard try look(at: parent, for: operation)?.isDirectory == true else { return nil }
            throw failure(.permissionDenied, operation, path)
        } catch {
            throw error.error(operation, path, at: location)
        }
        switch items.first(where: { $0.isAt(path) }) {
        case nil: return nil
        case .entry(let entry):
            // It may have come while we were looking.
            if !server.features.listsFacts { return entry }
            if try facts(of: path, operation) != nil { return entry }
            throw failure(.permissionDenied, operation, path)
        case .failure(let error, _, _): throw error
        }
    }

    /// The root has nothing above it that is ours to see; what can be entered is a directory.
    private func root(_ operation: EndpointError.Operation) throws(EndpointError) -> Entry? {
        let reply = try command("CWD", .root, for: operation)
        if reply.isSuccess { return Entry(path: .root, kind: .directory) }
        if reply.code == 550 { return nil }
        throw FTPFailure(refusing: reply).error(operation, .root, at: location)
    }
}

extension ListedItem {
    fileprivate func isAt(_ path: RelativePath) -> Bool {
        switch self {
        case .entry(let entry): entry.path == path
        case .failure(_, let failed, _): failed == path
        }
    }
}
