internal import FerryCore
internal import FerryEndpoints

/// A reader that computes digests of what passes through it, and counts lines. For content that is read once, from its
/// beginning to its end.
final class PassingContent: ByteReader {
    /// What it comes from.
    let reader: any ByteReader
    private let hashers: HasherSet
    private var lines: LineCount?
    private var size: Int64 = 0
    private var isFinished = false
    /// Nothing was read before.
    let began = Timestamp.now

    init(_ reader: any ByteReader, _ wish: ContentWish, _ sets: HasherSets) {
        self.reader = reader
        hashers = sets.hashers(wish.algorithms)
        lines = wish.countsLines ? LineCount() : nil
    }

    /// Hashers that are used again must not remember this content.
    deinit {
        if !isFinished { _ = hashers.finish() }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        let count = try reader.read(into: buffer)
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        hashers.update(piece)
        lines?.update(piece)
        size += Int64(count)
        return count
    }

    func opened() throws(EndpointError) -> Entry? { try reader.opened() }
    func verifyUnchanged() throws(EndpointError) { try reader.verifyUnchanged() }

    /// What has passed. To be asked for once, after the last read.
    func finish() -> ContentSummary {
        isFinished = true
        return ContentSummary(digests: hashers.finish(), lineCount: lines?.value, size: size)
    }
}
