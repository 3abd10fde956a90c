internal import FerryCore

/// Where the blocks of a wanted file are in a local one.
package struct LocatedBlocks: Sendable {
    private let blockSize: Int
    private let fileSize: Int
    /// By block, the short last one too; nil for those that must be fetched.
    private let positions: [Int?]

    init(blockSize: Int, fileSize: Int, positions: [Int?]) {
        self.blockSize = blockSize
        self.fileSize = fileSize
        self.positions = positions
    }

    /// Where this block is, or nil when it must be fetched.
    package func position(of block: Int) -> Int? { positions[block] }

    /// How to put the wanted file together: copies from the local file, and literals that are to be fetched. Merged.
    package var instructions: [Instruction] {
        let list = InstructionList()
        for (block, position) in positions.enumerated() {
            let start = block * blockSize
            let target = ByteRange(offset: Int64(start), length: Int64(min(blockSize, fileSize - start)))
            let origin = position.map { Instruction.Origin.old(offset: Int64($0)) } ?? .literal
            list.accept(
                Instruction(target: target, origin: origin), literal: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return list.instructions
    }
}
