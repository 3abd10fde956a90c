public import FerryCore
public import FerryEndpoints

/// The optional roles: those of the endpoint that the agent serves, and what the agent does itself.
extension AgentEndpoint {
    public var links: (any LinkRole)? { roles.contains(.links) ? self : nil }
    public var specialFiles: (any SpecialFileRole)? { roles.contains(.specialFiles) ? self : nil }
    public var renaming: (any RenamingRole)? { roles.contains(.renaming) ? self : nil }
    public var durability: (any DurabilityRole)? { roles.contains(.durability) ? self : nil }
    public var leftovers: (any LeftoverRole)? { roles.contains(.leftovers) ? self : nil }
    public var accounts: (any AccountRole)? { roles.contains(.accounts) ? self : nil }
    public var batchRemoval: (any BatchRemovalRole)? { self }
    public var digests: (any DigestRole)? { self }
    public var signatures: (any SignatureRole)? { self }
    public var groupedCalls: (any GroupedCallsRole)? { self }

    /// The number of another tree of the same agent; nil means this one.
    func number(
        of other: (any Endpoint)?, _ operation: EndpointError.Operation, _ path: RelativePath
    ) throws(EndpointError) -> EndpointNumber {
        guard let agent = (other?.undecorated ?? self) as? AgentEndpoint, agent.session === session else {
            throw EndpointError(.unsupported, operation, path: path, location: location)
        }
        do throws(AnswerError) {
            return try agent.opened().1
        } catch {
            throw error.during(operation, path, at: location)
        }
    }
}

extension AgentEndpoint: LinkRole {
    public func createSymlink(
        at path: RelativePath, target: [UInt8], metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        try call(.link, path) {
            .createSymlink($0, path, target: target, metadata)
        } _: {
            (reader) throws(ConnectionFailure) in
            MetadataFields(rawValue: try reader.byte())
        }
    }

    public func createHardLink(
        at path: RelativePath, to existing: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        let other = try number(of: endpoint, .link, path)
        try call(.link, path) { .createHardLink($0, path, existing: existing, on: other) }
    }
}

extension AgentEndpoint: SpecialFileRole {
    public func createSpecialFile(
        at path: RelativePath, kind: EntryKind, device: DeviceNumber?, metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        try call(.createSpecialFile, path) {
            .createSpecialFile($0, path, kind, device, metadata)
        } _: {
            (reader) throws(ConnectionFailure) in
            MetadataFields(rawValue: try reader.byte())
        }
    }
}

extension AgentEndpoint: RenamingRole {
    public func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        let other = try number(of: endpoint, .rename, path)
        try call(.rename, path) { .rename($0, path, newPath, on: other) }
    }
}

extension AgentEndpoint: DurabilityRole {
    public func synchronize(_ files: [any StagedFile]) throws(EndpointError) {
        var numbers: [FileNumber] = []
        for file in files {
            guard let staged = file.undecorated as? AgentStagedFile else { continue }
            // The agent may carry this call out before what was sent for the file.
            try staged.flush()
            numbers.append(staged.number)
        }
        try call(.synchronize, nil) { .synchronizeFiles($0, numbers) }
    }

    public func synchronize(directories: [RelativePath]) throws(EndpointError) {
        for part in directories.groups(of: Self.mostInCall) {
            try call(.synchronize, nil) { .synchronizeDirectories($0, part) }
        }
    }
}

extension AgentEndpoint: LeftoverRole {
    /// The agent sees which writers are dead, and not what they have left for others.
    public var sparesByName: Bool { false }

    public func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int {
        try call(.remove, directory) {
            .removeLeftovers($0, directory)
        } _: { (reader) throws(ConnectionFailure) in
            try reader.number(as: Int.self)
        }
    }
}

extension AgentEndpoint: AccountRole {
    public func name(of number: UInt32, _ kind: OwnershipMap.Kind) throws(EndpointError) -> String? {
        try call(.look, nil) {
            .nameOfAccount($0, kind, number)
        } _: { (reader) throws(ConnectionFailure) in
            try reader.optional { (reader) throws(ConnectionFailure) in try reader.string() }
        }
    }

    public func number(of name: String, _ kind: OwnershipMap.Kind) throws(EndpointError) -> UInt32? {
        try call(.look, nil) {
            .numberOfAccount($0, kind, name)
        } _: { (reader) throws(ConnectionFailure) in
            try reader.optional { (reader) throws(ConnectionFailure) in try reader.number(as: UInt32.self) }
        }
    }
}

extension AgentEndpoint: DigestRole {
    /// The fastest first.
    public var algorithms: [DigestAlgorithm] { [.xxh128, .sha256, .md5, .sha1, .sha512, .blake2b, .xxh3] }

    public func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        guard algorithms.contains(algorithm) else { return nil }
        return try call(.read, entry.path) {
            .digest($0, entry, range, algorithm)
        } _: {
            (reader) throws(ConnectionFailure) in
            guard let digest = Digest(algorithm: algorithm, bytes: Array(reader.takeRest())) else {
                throw .violation("a digest of another length")
            }
            return OfferedDigest(digest, isComputed: true)
        }
    }
}

extension AgentEndpoint: SignatureRole {
    public func signature(
        of entry: Entry, blockSize: Int
    ) throws(EndpointError) -> any ByteReader {
        let stream = try pieces(.read, entry.path) {
            .sign($0, entry, blockSize: blockSize)
        }
        return AgentReader(stream, of: entry.path, at: location)
    }
}
