internal import FerryCore
internal import FerryEndpoints

/// Directories of a server of FTP, one by one.
struct FTPDirectories: LinklessSource {
    let endpoint: FTPEndpoint

    var location: String { endpoint.location }
    var littered: LitteredDirectories? { endpoint.littered }

    /// A failure tells little: what is there is looked at to find out what it means.
    func items(
        of directory: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> [ListedItem] {
        do throws(FTPFailure) {
            return try found(in: directory)
        } catch  where error.reply != nil && error.code != .throttled(retryAfter: nil) {
            guard try endpoint.entry(at: directory)?.isDirectory == true else {
                throw endpoint.failure(.notFound, .list, directory)
            }
            throw error.error(.list, directory, at: location)
        } catch {
            throw error.error(.list, directory, at: location)
        }
    }

    /// Throws what the server says of the directory.
    func found(in directory: RelativePath) throws(FTPFailure) -> [ListedItem] {
        guard endpoint.server.listsFacts else { return try lines(of: directory) }
        do throws(FTPFailure) {
            return try facts(of: directory)
        } catch  where error.reply != nil && error.code == .unsupported {
            // Claimed, and not known.
            endpoint.server.noteRefusedFacts()
            return try lines(of: directory)
        }
    }

    // MARK: Facts

    private func facts(of directory: RelativePath) throws(FTPFailure) -> [ListedItem] {
        let text = try endpoint.client.list(endpoint.path.bytes(of: directory), by: .machineReadable)
        var items: [ListedItem] = []
        for line in try Self.lines(of: text) {
            guard let facts = FTPFacts(line) else { throw Self.misunderstood(line) }
            if facts.isOfListedDirectory { continue }
            let path = try Self.path(of: facts.name, in: directory)
            items.append(try item(facts, at: path))
        }
        return items
    }

    private func item(_ facts: FTPFacts, at path: RelativePath) throws(FTPFailure) -> ListedItem {
        if let entry = try facts.entry(at: path) { return .entry(entry) }
        if facts.kind == .symlink { return notTold(path, "the server does not say where the symbolic link leads") }
        return notTold(path, "it is neither a file nor a directory")
    }

    private func notTold(_ path: RelativePath, _ reason: String) -> ListedItem {
        .failure(endpoint.failure(.unsupported, .list, path, reason), path: path, subtree: false)
    }

    // MARK: Lines of `ls -l`

    private func lines(of directory: RelativePath) throws(FTPFailure) -> [ListedItem] {
        let text = try endpoint.client.list(endpoint.path.bytes(of: directory), by: .list)
        var items: [ListedItem] = []
        var files: [(path: RelativePath, line: UnixListLine)] = []
        for text in try Self.lines(of: text) where !text.starts(with: "total ".utf8) {
            guard let line = UnixListLine(text) else { throw Self.misunderstood(text) }
            if Self.isOfListedDirectory(line.name) { continue }
            let path = try Self.path(of: line.name, in: directory)
            switch line.kind {
            case .file: files.append((path, line))
            case .directory:
                items.append(.entry(Entry(path: path, kind: .directory, permissions: line.permissions)))
            case .symlink where line.target != nil:
                items.append(.entry(Entry(path: path, kind: .symlink, linkTarget: line.target)))
            default: items.append(notTold(path, "it is neither a file nor a directory"))
            }
        }
        return items + (try dated(files))
    }

    private static func isOfListedDirectory(_ name: [UInt8]) -> Bool {
        name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
    }

    /// Files with the exact times for which the server is asked, many in one go.
    private func dated(_ files: [(path: RelativePath, line: UnixListLine)]) throws(FTPFailure) -> [ListedItem] {
        var items: [ListedItem] = []
        var rest = files[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batch)
            rest = rest.dropFirst(Self.batch)
            let commands = batch.map { FTPCommand.line("MDTM", endpoint.path.bytes(of: $0.path)) }
            let replies = try endpoint.client.run(commands)
            for (file, reply) in zip(batch, replies) {
                let entry = Entry(
                    path: file.path, kind: .file, size: file.line.size, modified: reply.time,
                    permissions: file.line.permissions)
                items.append(.entry(entry))
            }
        }
        return items
    }

    private static let batch = 100

    // MARK: What a server may send

    private static func lines(of text: [UInt8]) throws(FTPFailure) -> [ArraySlice<UInt8>] {
        guard text.isEmpty || text.last == UInt8(ascii: "\n") else {
            throw FTPFailure(.protocolViolation, "the server's listing ends in the middle of a line")
        }
        return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            return line.isEmpty ? nil : line
        }
    }

    private static func path(of name: [UInt8], in directory: RelativePath) throws(FTPFailure) -> RelativePath {
        guard !name.contains(RelativePath.separator), !name.isEmpty, let name = try? RelativePath(validating: name)
        else {
            let shown = DisplayName.escaping(name)
            throw FTPFailure(.protocolViolation, "the server lists a name that none can have: '\(shown)'")
        }
        return directory.appending(name)
    }

    private static func misunderstood(_ line: ArraySlice<UInt8>) -> FTPFailure {
        let shown = DisplayName.escaping(line.prefix(200))
        return FTPFailure(.protocolViolation, "a line of the server's listing is not understood: '\(shown)'")
    }
}

extension FTPReply {
    /// `213 20200101000000`, as MDTM answers.
    var time: Timestamp? { code == 213 ? FTPTime.timestamp(text) : nil }

    /// `213 5`, as SIZE answers.
    var size: Int64? { code == 213 ? Int64(String(decoding: text, as: UTF8.self)).flatMap { $0 < 0 ? nil : $0 } : nil }
}
