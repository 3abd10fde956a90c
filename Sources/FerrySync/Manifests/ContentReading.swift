public import FerryCore
public import FerryEndpoints

/// What was found out about a file's content in one read.
public struct ContentSummary: Sendable {
    public var digests: [Digest]
    /// Nil unless lines were counted.
    public var lineCount: Int64?
    public var size: Int64
    /// It was not read now: it is what an earlier read found.
    public var isRemembered = false
}

/// Reads files once, for their digests and the number of their lines; unchanged ones not at all, where digests of earlier
/// reads may be used. On one thread.
public final class ContentReading {
    let cancellation: Cancellation
    private let memory: ContentMemory?
    private var lookup: ContentLookup?
    private let buffer: UnsafeMutableRawBufferPointer
    private let sets = HasherSets()

    /// Two threads that hash 512 KiB each find them in the shared cache, and meet seldom.
    private static let chunk = 512 << 10

    public init(cancellation: Cancellation, memory: ContentMemory? = nil) {
        self.memory = memory
        lookup = memory.map(ContentLookup.init)
        self.cancellation = cancellation
        buffer = .allocate(byteCount: Self.chunk, alignment: 4096)
    }

    deinit { buffer.deallocate() }

    /// `changedDuringTransfer` when the file is not, whole, the one that was listed.
    /// - Parameters:
    ///   - taking: Gets every piece, too; it is not told of the end.
    ///   - progress: Is told of every piece that was read, in bytes.
    public func summary(
        of entry: Entry, on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm], countsLines: Bool,
        taking: (any ContentTaking)? = nil, progress: (Int) -> Void = { _ in }
    ) throws(EndpointError) -> ContentSummary {
        if taking == nil, let known = remembered(of: entry, on: endpoint, algorithms, countsLines: countsLines) {
            return known
        }
        return try read(
            entry, on: endpoint, algorithms, countsLines: countsLines, taking: taking, progress: progress)
    }

    /// What an earlier read found out of a file that is unchanged since; nil if something of it is not known.
    func remembered(
        of entry: Entry, on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm], countsLines: Bool
    ) -> ContentSummary? {
        lookup?.summary(of: entry, on: endpoint, algorithms, countsLines: countsLines)
    }

    /// As `summary`, whatever is remembered.
    public func read(
        _ entry: Entry, on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm], countsLines: Bool,
        taking: (any ContentTaking)? = nil, progress: (Int) -> Void = { _ in }
    ) throws(EndpointError) -> ContentSummary {
        let moment = Timestamp.now
        let reader = try endpoint.read(entry, range: nil)
        let set = sets.hashers(algorithms)
        var lines = LineCount()
        var size: Int64 = 0
        do throws(EndpointError) {
            // A second read, only to be told of the end, is a fifth of the calls that a small file costs.
            while size < entry.size || size == 0 {
                if cancellation.isCancelled {
                    throw EndpointError(.cancelled, .read, path: entry.path, location: endpoint.location)
                }
                let count = try reader.read(into: buffer)
                if count == 0 { break }
                let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                set.update(piece)
                if countsLines { lines.update(piece) }
                try taking?.take(piece)
                size += Int64(count)
                progress(count)
            }
            try reader.verifyUnchanged()
        } catch {
            _ = set.finish()
            throw error
        }
        let summary = ContentSummary(
            digests: set.finish(), lineCount: countsLines ? lines.value : nil, size: size)
        memory?.remember(summary, of: entry, on: endpoint, readAt: moment)
        return summary
    }
}
