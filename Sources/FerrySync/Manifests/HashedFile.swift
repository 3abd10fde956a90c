internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// A file that is hashed as it is read for the first time, from its beginning on, wherever else it is read again. On one
/// thread.
final class HashedFile: RandomAccessBytes, @unchecked Sendable {
    private let entry: Entry
    private let reader: any ByteReader
    private let again: PinnedFile
    private let cancellation: Cancellation
    private let hashers: HasherSet
    private let countsLines: Bool
    private var lines = LineCount()
    private var position = 0

    init(
        _ entry: Entry, on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm], countsLines: Bool,
        _ cancellation: Cancellation
    ) throws(EndpointError) {
        self.entry = entry
        self.countsLines = countsLines
        self.cancellation = cancellation
        reader = try endpoint.read(entry, range: nil)
        again = PinnedFile(entry, on: endpoint, cancellation)
        hashers = HasherSet(algorithms)
    }

    var size: Int { Int(entry.size) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(EndpointError) -> Int {
        guard offset == position, !cancellation.isCancelled else { return try again.read(into: buffer, at: offset) }
        let count = try reader.fill(buffer)
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        hashers.update(piece)
        if countsLines { lines.update(piece) }
        position += count
        return count
    }

    /// After the last byte was read: what was found out, if it was one version all the time.
    func summary() throws(DeltaError) -> ContentSummary {
        if position != size { throw .truncatedWhileReading(at: position) }
        do { try reader.verifyUnchanged() } catch { throw .reading(error) }
        return ContentSummary(
            digests: hashers.finish(), lineCount: countsLines ? lines.value : nil, size: Int64(position))
    }
}
