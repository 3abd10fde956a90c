public import FerryCore

/// The digest of a staged file's content, made as it is written: as long as that happens from the beginning to the end, and
/// nothing else puts bytes there.
public struct WrittenDigest: ~Copyable {
    private var hasher: Hasher
    private var length: Int64 = 0
    private var isOrderly = true
    private var finished: Digest?

    public init(_ algorithm: DigestAlgorithm) {
        hasher = Hasher(algorithm)
    }

    public mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) {
        guard isOrderly, offset == length else { return isOrderly = false }
        hasher.update(bytes)
        length += Int64(bytes.count)
    }

    /// Bytes came that were not seen: copies, holes, those of an earlier run.
    public mutating func otherBytes() {
        isOrderly = false
    }

    /// The digest of a file of that length; nil where it is not known.
    public mutating func finish(length: Int64) -> Digest? {
        guard isOrderly, length == self.length else { return nil }
        // A commit may be tried again.
        finished = finished ?? hasher.finish()
        return finished
    }
}
