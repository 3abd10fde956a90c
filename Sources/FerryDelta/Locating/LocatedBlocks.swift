internal import FerryCore

/// Where the blocks of a wanted file are in a local one.
package struct LocatedBlocks: Sendable {
    private let wanted: SignatureIndex
    /// By block; nil for those that must be fetched.
    private let positions: [Int?]
    private let tailPosition: Int?

    init(wanted: SignatureIndex, positions: [Int?], tailPosition: Int?) {
        self.wanted = wanted
        self.positions = positions
        self.tailPosition = tailPosition
    }

    /// Where this block is, or nil when it must be fetched.
    package func position(of block: Int) -> Int? { positions[block] }

    /// How to put the wanted file together: copies from the local file, and literals that are to be fetched. Merged.
    package var instructions: [Instruction] {
        let list = InstructionList()
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        for (block, position) in positions.enumerated() {
            let target = ByteRange(offset: Int64(block * wanted.blockSize), length: Int64(wanted.blockSize))
            list.accept(Instruction(target: target, origin: origin(position)), literal: nothing)
        }
        if wanted.tailLength > 0 {
            let target = ByteRange(offset: Int64(wanted.tailOffset), length: Int64(wanted.tailLength))
            list.accept(Instruction(target: target, origin: origin(tailPosition)), literal: nothing)
        }
        return list.instructions
    }

    private func origin(_ position: Int?) -> Instruction.Origin {
        position.map { .old(offset: Int64($0)) } ?? .literal
    }
}
