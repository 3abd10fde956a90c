public import FerryCore

extension MemoryEndpoint: LinkRole {
    public func createSymlink(
        at path: RelativePath, target: [UInt8], metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        var node = MemoryNode(.symlink, at: store.options.clock())
        node.linkTarget = target
        return try attach(node, at: path, metadata, .link)
    }

    public func createHardLink(
        at path: RelativePath, to existing: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        try requireName(path, .link)
        guard let source = place(existing, on: endpoint) else { throw failure(.unsupported, .link, path) }
        let place = base.appending(path)
        try call(.link, path) { (tree) throws(MemoryFailure) in
            guard let inode = try tree.find(source) else { throw MemoryFailure.absent }
            if tree[inode]!.kind.isDirectory { throw MemoryFailure(.unsupported, "is a directory") }
            try tree.link(inode, at: place)
        }
    }

    private func attach(
        _ node: MemoryNode, at path: RelativePath, _ metadata: Metadata, _ operation: EndpointError.Operation
    ) throws(EndpointError) -> MetadataFields {
        try requireName(path, operation)
        let place = base.appending(path)
        return try call(operation, path) { (tree) throws(MemoryFailure) in
            let inode = try tree.attach(node, at: place)
            return tree.set(metadata, on: inode)
        }
    }
}

extension MemoryEndpoint: SpecialFileRole {
    public func createSpecialFile(
        at path: RelativePath, kind: EntryKind, device: DeviceNumber?, metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        var node = MemoryNode(kind, at: store.options.clock())
        node.device = device
        return try attach(node, at: path, metadata, .createSpecialFile)
    }
}

extension MemoryEndpoint: RenamingRole {
    public func rename(
        _ path: RelativePath, to newPath: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        try requireName(newPath, .rename)
        guard let target = place(newPath, on: endpoint) else { throw failure(.unsupported, .rename, path) }
        let source = base.appending(path)
        try call(.rename, path) { (tree) throws(MemoryFailure) in try tree.move(source, to: target) }
    }
}

extension MemoryEndpoint: DurabilityRole {
    public func synchronize(_ files: [any StagedFile]) throws(EndpointError) { store.wait() }

    public func synchronize(directories: [RelativePath]) throws(EndpointError) { store.wait() }
}

extension MemoryEndpoint: BatchRemovalRole {
    public var largestBatch: Int { 1000 }

    public func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        store.wait()
        var failures: [(RelativePath, EndpointError)] = []
        for path in paths {
            let place = base.appending(path)
            do {
                try store.access { (tree) throws(MemoryFailure) in try tree.detach(place, isDirectory: false) }
            } catch {
                if error.code != .notFound { failures.append((path, error.during(.remove, path, at: location))) }
            }
        }
        return failures
    }
}

extension MemoryEndpoint: LeftoverRole {
    /// Those that were checkpointed and let go.
    public func removeLeftovers(in directory: RelativePath) throws(EndpointError) -> Int {
        try removeLeftovers(in: directory) { _ in false }
    }

    public func removeLeftovers(
        in directory: RelativePath, sparing spares: ([UInt8]) -> Bool
    ) throws(EndpointError) -> Int {
        let place = base.appending(directory)
        return try call(.remove, directory) { tree in
            let leftovers = tree.staged.filter {
                !$0.value.isOpen && $0.value.path.parent == place && !spares(Array($0.value.path.name))
            }
            for number in leftovers.keys { tree.staged[number] = nil }
            return leftovers.count
        }
    }
}

extension MemoryEndpoint: DigestRole {
    public var algorithms: [DigestAlgorithm] { [.sha256, .md5] }

    public func digest(
        of entry: Entry, range: ByteRange?, by algorithm: DigestAlgorithm
    ) throws(EndpointError) -> OfferedDigest? {
        guard algorithms.contains(algorithm) else { return nil }
        return OfferedDigest(try read(entry, range: range).digest(by: algorithm), isComputed: true)
    }
}
