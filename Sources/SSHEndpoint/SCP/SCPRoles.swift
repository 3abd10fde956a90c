public import FerryCore
public import FerryEndpoints

extension SCPEndpoint: LinkRole {
    public func createSymlink(
        at path: RelativePath, target: [UInt8], metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        try requireAllowed(path, .link)
        let (settable, refused) = settable(metadata)
        let words = [stagedWord(for: path), target] + MetadataWords.words(settable)
        return MetadataWords.fields(try call("link", path, words, for: .link)[...]).union(refused)
    }

    public func createHardLink(
        at path: RelativePath, to existing: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        try requireAllowed(path, .link)
        let source = try neighbour(endpoint, .link, path)
        let words = [stagedWord(for: path), source.rootWord, existing.bytes]
        _ = try call("twin", path, words, for: .link)
    }

    /// A name beside an entry that is not its own yet.
    func stagedWord(for path: RelativePath) -> [UInt8] {
        word(path.renamed(to: StagedName.make(for: path.name)))
    }
}

extension SCPEndpoint: RenamingRole {
    public func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        let target = try neighbour(endpoint, .rename, path)
        try target.requireAllowed(newPath, .rename)
        _ = try call("rename", path, [target.rootWord, newPath.bytes], for: .rename)
    }
}

extension SCPEndpoint: BatchRemovalRole {
    public var largestBatch: Int { 200 }

    /// The shell prints a status for each.
    public func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        if paths.isEmpty { return [] }
        let printed = try during(.remove, .root) { () throws(SCPError) in
            try host.run(RemoteCommands.call("drop_all", [rootWord] + paths.map(\.bytes)))
        }
        let statuses = printed.split(separator: UInt8(ascii: "\n")).map { Int(String(decoding: $0, as: UTF8.self)) }
        guard statuses.count == paths.count else {
            let failure = SCPError.lost(.violation("it does not tell what became of each file"))
            throw failure.during(.remove, nil, at: location)
        }
        return zip(paths, statuses).compactMap { path, status in
            let error = SCPError.status(status ?? -1).during(.remove, path, at: location)
            return status == 0 || error.code == .notFound ? nil : (path, error)
        }
    }
}

extension SCPEndpoint: DigestRole {
    public var algorithms: [DigestAlgorithm] {
        let known = host.hashing.algorithms
        return known.isEmpty ? [.sha256] : known
    }

    /// Of whole files only.
    public func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        guard range == nil, host.hashing.algorithms.contains(algorithm) else { return nil }
        let digest = host.hashing.digest(of: word(entry.path), size: entry.size, by: algorithm)
        guard try self.entry(at: entry.path)?.version == entry.version else {
            throw EndpointError(.changedDuringTransfer, .read, path: entry.path, location: location)
        }
        return digest.map { OfferedDigest($0, isComputed: true) }
    }
}
