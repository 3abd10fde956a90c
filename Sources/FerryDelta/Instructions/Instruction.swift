package import FerryCore

/// One step of writing the new file.
package struct Instruction: Hashable, Sendable {
    /// Where the bytes come from.
    package enum Origin: Hashable, Sendable {
        /// The old file, from this offset on.
        case old(offset: Int64)
        /// The delta itself: bytes that the old file does not have.
        case literal
        /// Nowhere: the range reads as zeros.
        case hole
    }

    /// The range of the new file that it writes.
    package let target: ByteRange
    package let origin: Origin

    package init(target: ByteRange, origin: Origin) {
        self.target = target
        self.origin = origin
    }

    /// The range of the old file that it reads, if any.
    package var source: ByteRange? {
        guard case .old(let offset) = origin else { return nil }
        return ByteRange(offset: offset, length: target.length)
    }

    /// This and the next instruction as one, if the one continues the other in both files.
    package func joined(with next: Instruction) -> Instruction? {
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

/// Takes the instructions of a delta, in order of the new file and without gaps. Copies and holes come merged, literals in
/// pieces of at most a few MiB. Called by one thread at a time, but not always by the same one.
package protocol InstructionSink: AnyObject {
    /// `literal`: the content of a literal, valid during the call; empty otherwise. Its errors reach the caller as the
    /// cause of `DeltaError.writing`.
    func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) throws
}

/// Collects merged instructions, for those who want to plan with the whole list.
package final class InstructionList: InstructionSink {
    package private(set) var instructions: [Instruction] = []

    package init() {}

    package func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) {
        if let joined = instructions.last?.joined(with: instruction) {
            instructions[instructions.count - 1] = joined
        } else {
            instructions.append(instruction)
        }
    }
}
