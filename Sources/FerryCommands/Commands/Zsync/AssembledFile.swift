internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// A file that is put together block by block, in `NAME.part` beside the place that it gets when it is whole. What a run that
/// was cut off left there is taken over.
final class AssembledFile {
    let name: RelativePath
    private let endpoint: any Endpoint
    private let control: ZsyncControl
    private let cancellation: Cancellation
    private let partial: RelativePath
    private let staged: any StagedFile
    /// By block.
    private(set) var isPresent: [Bool]
    /// Bytes that an earlier run had already.
    let resumed: Int64
    /// Bytes that were taken from where the file is published.
    private(set) var fetched: Int64 = 0
    /// Whether the part file has anything that the next run could go on from; it looks at every block itself.
    private var isOfUse: Bool
    /// Of what was written in order from the beginning on.
    private var content = LeadingDigest(.sha1)

    init(
        _ name: RelativePath, on endpoint: any Endpoint, _ control: ZsyncControl, _ cancellation: Cancellation
    ) throws {
        self.name = name
        self.endpoint = endpoint
        self.control = control
        self.cancellation = cancellation
        partial = name.renamed(to: Array(name.name) + Array(".part".utf8))
        var isPresent = [Bool](repeating: false, count: control.blockCount)
        var isOfUse = false
        if let old = try endpoint.entry(at: partial), old.kind == .file, old.size > 0 {
            isOfUse = true
            isPresent = try control.blocksInPlace(in: OldVersion(old, on: endpoint, cancellation))
        }
        self.isPresent = isPresent
        self.isOfUse = isOfUse
        resumed = isPresent.indices.reduce(0) { isPresent[$1] ? $0 + control.range(of: $1).length : $0 }
        staged = try endpoint.stage(StageRequest(path: partial, placement: .inPlace(keepsContent: true)))
    }

    var isComplete: Bool { !isPresent.contains(false) }

    /// The ranges that are missing, as long as possible.
    private var missing: [ByteRange] {
        var ranges: [ByteRange] = []
        for block in isPresent.indices where !isPresent[block] {
            let range = control.range(of: block)
            if let last = ranges.last, last.end == range.offset {
                ranges[ranges.count - 1] = ByteRange(offset: last.offset, length: last.length + range.length)
            } else {
                ranges.append(range)
            }
        }
        return ranges
    }

    /// Takes all missing blocks that a seed has. Returns how many bytes these were.
    func take(from seed: any RandomAccessBytes, threads: Int) throws -> Int64 {
        var locator = ZsyncLocator(control)
        locator.threads = threads
        let located = try locator.locate(in: seed)
        // What is read is still in the processor's cache when it is hashed and written.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { buffer.deallocate() }
        var taken: Int64 = 0
        var block = 0
        while block < isPresent.count {
            let run = located.run(from: block, limit: buffer.count) { isPresent[$0] }
            if let run { taken += try take(run, at: block, from: seed, through: buffer) }
            block += run?.blocks ?? 1
        }
        return taken
    }

    /// Takes neighbouring blocks that are neighbours in the seed too. A seed that became shorter meanwhile has none.
    private func take(
        _ run: BlockRun, at block: Int, from seed: any RandomAccessBytes, through buffer: UnsafeMutableRawBufferPointer
    ) throws -> Int64 {
        var done = 0
        while done < run.length {
            let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, run.length - done)])
            guard try seed.read(into: piece, at: run.position + done) == piece.count else { return 0 }
            try write(UnsafeRawBufferPointer(piece), at: control.range(of: block).offset + Int64(done))
            done += piece.count
        }
        for number in block..<block + run.blocks { isPresent[number] = true }
        return Int64(run.length)
    }

    /// Takes what is missing from where the file is published. Blocks that arrived whole stay, whatever becomes of the rest.
    ///
    /// - Parameter check: Nil where the digest of the whole file alone is to decide.
    /// - Throws: `SourceFailure` where another place may do better.
    func takeMissing(from source: some RangeSource, checking check: ZsyncBlockCheck?) throws {
        let ranges = missing
        let reader = try reading { () throws(EndpointError) in try source.read(ranges) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(256 << 10, control.blockSize), alignment: 4096)
        defer { buffer.deallocate() }
        for range in ranges { try take(range, from: reader, through: buffer, check) }
        try reading { () throws(EndpointError) in try reader.verifyUnchanged() }
    }

    private func take(
        _ range: ByteRange, from reader: any ByteReader, through buffer: UnsafeMutableRawBufferPointer,
        _ check: ZsyncBlockCheck?
    ) throws {
        var offset = range.offset
        var filled = 0
        while offset < range.end {
            if cancellation.isCancelled { throw Interruption() }
            let wanted = Int(min(range.end - offset, Int64(buffer.count)))
            let free = UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<wanted])
            let count = try reading { () throws(EndpointError) in
                let count = try reader.read(into: free)
                if count > 0 { return count }
                throw EndpointError(.changedDuringTransfer, .read, path: name, location: endpoint.location)
            }
            filled += count
            let isEnd = offset + Int64(filled) == range.end
            let whole = isEnd ? filled : filled - filled % control.blockSize
            try accept(UnsafeRawBufferPointer(rebasing: buffer[..<whole]), at: offset, check)
            let rest = UnsafeRawBufferPointer(rebasing: buffer[whole..<filled])
            buffer.copyMemory(from: rest)
            filled = rest.count
            offset += Int64(whole)
        }
    }

    private func reading<Result>(_ body: () throws(EndpointError) -> Result) throws -> Result {
        do throws(EndpointError) {
            return try body()
        } catch {
            if error.code == .cancelled { throw Interruption() }
            throw SourceFailure.unreadable(error)
        }
    }

    /// Takes neighbouring blocks, up to the first that is not what the control file says.
    private func accept(_ bytes: UnsafeRawBufferPointer, at offset: Int64, _ check: ZsyncBlockCheck?) throws {
        if bytes.isEmpty { return }
        let size = control.blockSize
        let blocks = Int(offset) / size..<(Int(offset) + bytes.count + size - 1) / size
        let wrong = blocks.first { block in
            let start = (block - blocks.lowerBound) * size
            let bytes = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)])
            return check.map { !$0.isBlock(block, bytes) } ?? false
        }
        let end = wrong ?? blocks.upperBound
        let good = UnsafeRawBufferPointer(rebasing: bytes[..<min((end - blocks.lowerBound) * size, bytes.count)])
        if !good.isEmpty { try write(good, at: offset) }
        for block in blocks.lowerBound..<end { isPresent[block] = true }
        fetched += Int64(good.count)
        if wrong != nil { throw SourceFailure.otherBlock }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        isOfUse = true
        try staged.write(bytes, at: offset)
        content.wrote(bytes, at: offset)
    }

    /// Forgets what is there: a block was not what its short hashes said.
    func startOver() {
        isOfUse = false
        fetched = 0
        isPresent = Array(repeating: false, count: isPresent.count)
        _ = content.finish()
    }

    /// SHA-1 of the whole file. What did not pass in order is read back.
    func digest() throws -> Digest {
        if content.length < Int64(control.length) { try readBack() }
        return content.finish()
    }

    private func readBack() throws {
        guard let reader = try staged.readBack() else {
            throw EndpointError(.unsupported, .read, path: partial, location: endpoint.location)
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { buffer.deallocate() }
        var position: Int64 = 0
        while position < Int64(control.length) {
            if cancellation.isCancelled { throw Interruption() }
            let wanted = Int(min(Int64(control.length) - position, Int64(buffer.count)))
            let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            if count == 0 { break }
            content.found(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: position)
            position += Int64(count)
        }
    }

    /// Makes it durable, if that is asked for, and gives it its metadata and its name.
    func commit(_ metadata: Metadata, isDurable: Bool) throws {
        if isDurable { try staged.synchronize() }
        _ = try staged.commit(metadata: metadata, length: Int64(control.length))
        guard let renaming = endpoint.renaming else {
            throw EndpointError(.unsupported, .rename, path: partial, location: endpoint.location)
        }
        try renaming.rename(partial, to: name, on: nil)
        if isDurable { try endpoint.durability?.synchronize(directories: [.root]) }
    }

    /// Gives up. What there is stays for the next run.
    func keep() {
        staged.discard()
        if !isOfUse { try? endpoint.remove(partial, kind: .file) }
    }
}
