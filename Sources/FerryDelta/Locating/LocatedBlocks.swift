internal import FerryCore

/// Where the blocks of a wanted file are in a local one.
public struct LocatedBlocks: Sendable {
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
    public func position(of block: Int) -> Int? { positions[block] }

    /// The blocks from this one on that are neighbours in the local file as well, up to `limit` bytes or one block. Nil when
    /// the first is not there or not wanted.
    public func run(from first: Int, limit: Int, unless isUnwanted: (Int) -> Bool) -> BlockRun? {
        guard let start = positions[first], !isUnwanted(first) else { return nil }
        var blocks = 1
        while first + blocks < positions.count, (blocks + 1) * blockSize <= limit, !isUnwanted(first + blocks),
            positions[first + blocks] == start + blocks * blockSize
        {
            blocks += 1
        }
        let length = min(blocks * blockSize, fileSize - first * blockSize)
        return BlockRun(blocks: blocks, position: start, length: length)
    }

    /// How to put the wanted file together: copies from the local file, and literals that are to be fetched. Merged.
    public var instructions: [Instruction] {
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

/// Neighbouring blocks of a wanted file that are neighbours in a local one.
public struct BlockRun: Hashable, Sendable {
    public let blocks: Int
    /// Where they begin in the local file, and how many bytes they have.
    public let position: Int
    public let length: Int
}
