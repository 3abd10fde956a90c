internal import FerryCore

@testable import FerryDelta

/// Keeps instructions and rebuilds the new file from them and the old one, checking that they come without gaps.
final class RecordingSink: InstructionSink {
    private let old: [UInt8]
    private(set) var instructions: [Instruction] = []
    private(set) var rebuilt: [UInt8] = []

    init(old: [UInt8]) {
        self.old = old
    }

    struct Gap: Error {}

    func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) throws {
        if instruction.target.offset != Int64(rebuilt.count) || instruction.target.length <= 0 { throw Gap() }
        switch instruction.origin {
        case .old(let offset): rebuilt += old[Int(offset)..<Int(offset + instruction.target.length)]
        case .literal:
            if literal.count != instruction.target.length { throw Gap() }
            rebuilt += literal
        case .hole: rebuilt += repeatElement(0, count: Int(instruction.target.length))
        }
        instructions.append(instruction)
    }
}
