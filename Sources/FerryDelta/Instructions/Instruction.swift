public import FerryCore

/// One step of writing the new file.
public struct Instruction: Hashable, Sendable {
    /// Where the bytes come from.
    public enum Origin: Hashable, Sendable {
        /// The old file, from this offset on.
        case old(offset: Int64)
        /// The delta itself: bytes that the old file does not have.
        case literal
        /// Nowhere: the range reads as zeros.
        case hole
    }

    /// The range of the new file that it writes.
    public let target: ByteRange
    public let origin: Origin

    public init(target: ByteRange, origin: Origin) {
        self.target = target
        self.origin = origin
    }

    /// The range of the old file that it reads, if any.
    public var source: ByteRange? {
        guard case .old(let offset) = origin else { return nil }
        return ByteRange(offset: offset, length: target.length)
    }

    /// This and the next instruction as one, if the one continues the other in both files.
    public func joined(with next: Instruction) -> Instruction? {
        guard target.end == next.target.offset else { return nil }
        switch (origin, next.origin) {
        case (.old(let offset), .old(let nextOffset)) where offset + target.length == nextOffset: break
        case (.literal, .literal), (.hole, .hole): break
        default: return nil
        }
        let length = target.length + next.target.length
        return Instruction(target: ByteRange(offset: target.offset, length: length), origin: origin)
    }
}
