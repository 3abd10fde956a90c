/// Computes the digests of a file's parts, all but the last of one length, of content that passes. Parts that are not too
/// long gather until there are some to be digested side by side. Belongs to one thread at a time.
public final class PartedHasher {
    private let length: Int
    private let part: RunningDigest
    /// What the part under way has so far, in bytes.
    private var filled = 0
    private var digests: [Digest] = []
    /// Where parts gather, and how many bytes have.
    private var gathered: UnsafeMutableRawBufferPointer?
    private var gatheredCount = 0

    /// 32 MiB gather at most.
    private static let longestGathered: Int64 = 8 << 20
    /// Contents of which parts may gather at a time, in all threads.
    private static let room = Monitor(2)

    /// - Parameters:
    ///   - length: Of a part, in bytes.
    ///   - size: Of the content.
    public init(length: Int64, _ algorithm: DigestAlgorithm, of size: Int64) {
        self.length = Int(length)
        part = RunningDigest(algorithm)
        guard algorithm == .md5, length <= Self.longestGathered, size > length, Self.takeRoom() else { return }
        let parts = min(MD5Lanes.count, Int((size + length - 1) / length))
        gathered = .allocate(byteCount: parts * Int(length), alignment: 4096)
    }

    deinit {
        guard let gathered else { return }
        gathered.deallocate()
        Self.room.withLock { $0 += 1 }
    }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty {
            let taken = gathered.map { gather(rest, in: $0) } ?? hash(rest)
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
    }

    /// The digests of the parts. Nothing may pass after that.
    public func finish() -> [Digest] {
        if gathered != nil { endGathered() } else { endPart() }
        return digests
    }

    private func gather(_ bytes: UnsafeRawBufferPointer, in room: UnsafeMutableRawBufferPointer) -> Int {
        if gatheredCount == room.count { endGathered() }
        let taken = min(bytes.count, room.count - gatheredCount)
        UnsafeMutableRawBufferPointer(rebasing: room[gatheredCount...])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
        gatheredCount += taken
        return taken
    }

    private func endGathered() {
        guard let gathered else { return }
        let content = UnsafeRawBufferPointer(rebasing: gathered[..<gatheredCount])
        let starts = stride(from: 0, to: max(1, content.count), by: length)
        digests += MD5Lanes.digests(
            of: starts.map { UnsafeRawBufferPointer(rebasing: content[$0..<min($0 + length, content.count)]) })
        gatheredCount = 0
    }

    private func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
        if filled == length { endPart() }
        let taken = min(bytes.count, length - filled)
        part.hasher.update(UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
        filled += taken
        return taken
    }

    private func endPart() {
        digests.append(part.hasher.finish())
        filled = 0
    }

    private static func takeRoom() -> Bool {
        room.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }
}
