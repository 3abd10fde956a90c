internal import FerryCore

/// Bytes on their way between two threads: added at one end, taken at the other. They lie in blocks, which are used again: an
/// array that grows is copied as it does, and lies in fresh memory each time.
struct ByteQueue {
    private var blocks: [Block] = []
    /// What of the first block was taken.
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ new: UnsafeRawBufferPointer) {
        var rest = new
        while !rest.isEmpty {
            if blocks.last?.isFull != false { blocks.append(Block(for: blocks.isEmpty ? rest.count : Block.length)) }
            let taken = blocks[blocks.count - 1].append(rest)
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
        }
        count += new.count
    }

    /// Moves as much as fits into the buffer.
    mutating func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count, let first = blocks.first {
            let taken = min(buffer.count - filled, first.count - head)
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: first.bytes[head..<head + taken]))
            filled += taken
            head += taken
            if head == first.count { removeFirst() }
        }
        count -= filled
        return filled
    }

    /// Everything that is left.
    mutating func takeAll() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = take(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    private mutating func removeFirst() {
        blocks.removeFirst()
        head = 0
    }
}

extension ByteQueue {
    /// A stretch of memory that fills once.
    fileprivate final class Block {
        static let length = BufferPool.blocks.length
        private let memory: UnsafeMutableRawBufferPointer
        private(set) var count = 0

        /// Short contents, as most answers are, get no more than they need.
        init(for length: Int) {
            memory = BufferPool.blocks.take(length < Self.length / 4 ? length : Self.length)
        }

        deinit { BufferPool.blocks.give(memory) }

        var isFull: Bool { count == memory.count }
        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

        /// Takes as many bytes as there is room for.
        func append(_ bytes: UnsafeRawBufferPointer) -> Int {
            let taken = min(bytes.count, memory.count - count)
            UnsafeMutableRawBufferPointer(rebasing: memory[count...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
            count += taken
            return taken
        }
    }
}
