internal import FerryCore

extension MemoryTree {
    /// Begins a staged file at a path of the store and returns its number.
    mutating func stage(
        _ path: RelativePath, _ placement: MemoryPlacement, size: Int64?
    ) throws(MemoryFailure) -> UInt64 {
        var staging = MemoryStaging(path: path, size: size)
        switch placement {
        case .hidden:
            try requireDirectory(of: path)
        case .inPlace(let keepsContent):
            let inode = try fileInPlace(path)
            if keepsContent {
                staging.covered.insert(ByteRange(offset: 0, length: self[inode]!.content.length))
            } else {
                change(inode) { $0.content.truncate(to: 0) }
            }
            staging.target = inode
        }
        let number = nextStaging()
        staged[number] = staging
        return number
    }

    private func requireDirectory(of path: RelativePath) throws(MemoryFailure) {
        guard let parent = path.parent else { throw MemoryFailure(.alreadyExists) }
        if try findDirectory(parent) == nil, options.capabilities.directories == .real {
            throw MemoryFailure(.notFound, "the directory does not exist")
        }
    }

    /// The file at a path, made where there is none; a symlink is replaced, never written through.
    private mutating func fileInPlace(_ path: RelativePath) throws(MemoryFailure) -> UInt64 {
        if let inode = try find(path), self[inode]!.kind == .file {
            if self[inode]!.isForbidden { throw .forbidden }
            return inode
        }
        return try attach(MemoryNode(.file, at: options.clock()), at: path)
    }

    /// Changes the content of a staged file, or of the file that it writes in place.
    mutating func write(
        _ number: UInt64, _ range: ByteRange, growth: (SparseBytes) -> Int64, _ body: (inout SparseBytes) -> Void
    ) throws(MemoryFailure) {
        guard let staging = staged[number] else { throw MemoryFailure(.notFound, "the staged file is gone") }
        try checkOrder(staging, range)
        let content = staging.target.flatMap { self[$0] }?.content ?? staging.content
        if let limit = options.capabilities.largestFile, range.end > limit {
            throw MemoryFailure(.unsupported, "larger than \(limit) bytes")
        }
        if let space = options.space, used + growth(content) > space { throw MemoryFailure(.noSpace) }
        staged[number]!.covered.insert(range)
        staged[number]!.last = range
        if let target = staging.target {
            guard self[target] != nil else { throw .absent }
            change(target) { body(&$0.content) }
        } else {
            body(&staged[number]!.content)
        }
    }

    /// Where writes must be in order, the next one starts where the last one ended.
    private func checkOrder(_ staging: MemoryStaging, _ range: ByteRange) throws(MemoryFailure) {
        guard options.capabilities.writeOrder == .sequential, range.offset != staging.covered.end else { return }
        if range.offset == staging.last?.offset { return }
        throw MemoryFailure(.unsupported, "writes must be in order")
    }

    /// What a staged file holds so far.
    func written(_ number: UInt64) throws(MemoryFailure) -> SparseBytes {
        guard let staging = staged[number] else { throw MemoryFailure(.notFound, "the staged file is gone") }
        guard let target = staging.target else { return staging.content }
        guard let node = self[target] else { throw .absent }
        guard let size = staging.size else { return node.content }
        var content = node.content
        content.truncate(to: min(content.length, max(size, staging.last?.end ?? 0)))
        return content
    }

    /// Gives a staged file its name. With another length than was written, or parts against the rules, nothing happens.
    mutating func commit(
        _ number: UInt64, at path: RelativePath, metadata: Metadata, length: Int64
    ) throws(MemoryFailure) -> UInt64 {
        guard let staging = staged[number] else { throw MemoryFailure(.notFound, "the staged file is gone") }
        let inode: UInt64
        if let target = staging.target {
            guard staging.covered.prefix >= length else { throw MemoryFailure(.corrupted, "bytes are missing") }
            guard self[target] != nil else { throw .absent }
            change(target) { $0.content.truncate(to: length) }
            inode = target
        } else {
            guard staging.covered.isExactly(length) else {
                throw MemoryFailure(.corrupted, "\(staging.covered.end) bytes were written, not \(length)")
            }
            try checkParts(staging, length)
            inode = try attachFile(staging.content, at: path)
        }
        staged[number] = nil
        set(metadata, on: inode)
        return inode
    }

    /// Gives what was written so far a name of its own, as it is.
    mutating func keep(_ number: UInt64, at path: RelativePath) throws(MemoryFailure) {
        guard let staging = staged[number] else { throw MemoryFailure(.notFound, "the staged file is gone") }
        if staging.target == nil { _ = try attachFile(staging.content, at: path) }
        staged[number] = nil
    }

    private func checkParts(_ staging: MemoryStaging, _ length: Int64) throws(MemoryFailure) {
        guard case .parts(let minimum, let maximum, let count) = options.capabilities.composition else { return }
        let rules = PartRules(minimum: minimum, maximum: maximum, count: count)
        if let reason = rules.violation(copies: Array(staging.copies.values), length: length) {
            throw MemoryFailure(.unsupported, reason)
        }
    }

    private mutating func attachFile(_ content: SparseBytes, at path: RelativePath) throws(MemoryFailure) -> UInt64 {
        var node = MemoryNode(.file, at: options.clock())
        node.content = content
        return try attach(node, at: path)
    }

    /// Sets what is kept here and says what is not.
    @discardableResult
    mutating func set(_ metadata: Metadata, on inode: UInt64) -> MetadataFields {
        let capabilities = options.capabilities
        let node = self[inode]!
        if node.kind.isDirectory, capabilities.directories == .simulated { return metadata.fields }
        if !metadata.isEmpty {
            change(inode) { $0.set(metadata, precision: capabilities.timePrecision, kept: capabilities.metadataKept) }
        }
        return notSet(metadata, kind: node.kind)
    }

    func notSet(_ metadata: Metadata, kind: EntryKind) -> MetadataFields {
        let kept = options.capabilities.metadataKept
        return metadata.fields.subtracting(kind == .symlink ? kept.subtracting(.permissions) : kept)
    }
}

/// Where a staged file's bytes live in memory: nowhere to be seen, or in the file itself.
enum MemoryPlacement {
    case hidden
    case inPlace(keepsContent: Bool)
}
