internal import FerryCore

/// A file that the store keeps under a number until it gets its name.
final class MemoryStagedFile: StagedFile {
    private let endpoint: MemoryEndpoint
    private let path: RelativePath
    private let number: UInt64
    let resumedLength: Int64
    private var isCheckpointed: Bool
    private var hasEnded = false

    init(_ request: StageRequest, on endpoint: MemoryEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        path = request.path
        isCheckpointed = request.resuming != nil
        if let token = request.resuming {
            (number, resumedLength) = try endpoint.resume(token, for: path)
        } else {
            let placement = try endpoint.placement(of: request)
            let place = endpoint.base.appending(path)
            number = try endpoint.call(.write, path) { (tree) throws(MemoryFailure) in
                try tree.stage(place, placement, size: request.size)
            }
            resumedLength = 0
        }
    }

    /// Without an end, only what was checkpointed stays.
    deinit {
        if hasEnded { return }
        let number = number
        if isCheckpointed { _ = try? endpoint.store.access { $0.staged[number]?.isOpen = false } } else { drop() }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        let number = number
        let range = ByteRange(offset: offset, length: Int64(bytes.count))
        try endpoint.call(.write, path) { (tree) throws(MemoryFailure) in
            try tree.write(number, range, growth: { $0.growth(writing: bytes.count, at: offset) }) {
                $0.write(bytes, at: offset)
            }
        }
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        if [.none, .unmoved].contains(endpoint.capabilities.composition) {
            throw endpoint.failure(.unsupported, .write, path)
        }
        let (number, length) = (number, range.length)
        let place = endpoint.base.appending(entry.path)
        try endpoint.call(.write, entry.path) { (tree) throws(MemoryFailure) in
            let source = try tree.content(at: place, entry.version, until: range.end, for: tree.staged[number])
            let target = ByteRange(offset: offset, length: length)
            try tree.write(number, target, growth: { $0.growth(writing: Int(length), at: offset) }) {
                $0.copy(range, of: source, at: offset)
            }
            tree.staged[number]!.copies[offset] = target
        }
    }

    func hole(_ range: ByteRange) throws(EndpointError) {
        let number = number
        try endpoint.call(.write, path) { (tree) throws(MemoryFailure) in
            try tree.write(number, range, growth: { _ in 0 }, { $0.clear(range.offset, range.length) })
        }
    }

    /// An upload of parts cannot be read before it is complete.
    func readBack() throws(EndpointError) -> (any ByteReader)? {
        if case .parts = endpoint.capabilities.composition { return nil }
        let number = number
        let content = try endpoint.call(.read, path) { (tree) throws(MemoryFailure) in try tree.written(number) }
        return WrittenBytesReader(content)
    }

    /// Of the whole file where any bytes can be copied, else of each copied part by MD5, as an object store tells them.
    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? {
        guard endpoint.capabilities.digestsStaged else { return nil }
        let number = number
        let (content, copies) = try endpoint.call(.read, path) { (tree) throws(MemoryFailure) in
            (try tree.written(number), tree.staged[number]?.copies.values.sorted { $0.offset < $1.offset } ?? [])
        }
        if case .parts = endpoint.capabilities.composition {
            return copies.map { StoredDigest(content.digest(of: $0, by: .md5), of: $0) }
        }
        let whole = ByteRange(offset: 0, length: content.length)
        return [StoredDigest(content.digest(of: whole, by: algorithm), of: whole)]
    }

    func checkpoint() throws(EndpointError) -> ResumeToken {
        let number = number
        try endpoint.call(.write, path) { $0.staged[number]?.checkpoint() }
        isCheckpointed = true
        return ResumeToken(bytes: Array(String(number).utf8))
    }

    func synchronize() throws(EndpointError) { endpoint.store.wait() }

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        let (number, path) = (number, path)
        let place = endpoint.base.appending(path)
        let committed = try endpoint.call(.replace, path) { (tree) throws(MemoryFailure) in
            let inode = try tree.commit(number, at: place, metadata: metadata, length: length)
            return Committed(entry: tree.entry(inode, at: path), notSet: tree.notSet(metadata, kind: .file))
        }
        hasEnded = true
        return committed
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        try endpoint.requireName(path, .write)
        let number = number
        let place = endpoint.base.appending(path)
        try endpoint.call(.write, path) { (tree) throws(MemoryFailure) in try tree.keep(number, at: place) }
        hasEnded = true
    }

    func discard() {
        drop()
        hasEnded = true
    }

    private func drop() {
        let number = number
        _ = try? endpoint.store.access { $0.staged[number] = nil }
    }
}

extension MemoryEndpoint {
    fileprivate func placement(of request: StageRequest) throws(EndpointError) -> MemoryPlacement {
        switch request.placement {
        case .beside: return .hidden
        case .inPlace where !capabilities.writesInPlace: throw failure(.unsupported, .write, request.path)
        case .inPlace(let keepsContent): return .inPlace(keepsContent: keepsContent)
        case .directory(let other):
            guard let root = place(.root, on: other) else { throw failure(.unsupported, .write, request.path) }
            try call(.write, request.path) { (tree) throws(MemoryFailure) in
                if try tree.findDirectory(root) == nil { throw MemoryFailure(.notFound, "no temporary directory") }
            }
            return .hidden
        }
    }

    /// Goes back to the checkpoint of a token; returns the staged file's number and its length from byte 0.
    fileprivate func resume(
        _ token: ResumeToken, for path: RelativePath
    ) throws(EndpointError) -> (UInt64, Int64) {
        try call(.write, path) { (tree) throws(MemoryFailure) in
            guard let number = UInt64(String(decoding: token.bytes, as: UTF8.self)), tree.staged[number] != nil else {
                throw MemoryFailure(.notFound, "nothing to resume")
            }
            tree.staged[number]!.restore()
            tree.staged[number]!.isOpen = true
            return (number, tree.staged[number]!.covered.prefix)
        }
    }
}
