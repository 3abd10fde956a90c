import FerryCore

@testable import FerryDelta

/// Content that comes in small pieces, like a pipe.
final class DripFeed: SequentialBytes {
    private let content: [UInt8]
    private let step: Int
    private var position = 0

    init(_ content: [UInt8], by step: Int) {
        self.content = content
        self.step = step
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, step, content.count - position)
        buffer.copyBytes(from: content[position..<position + count])
        position += count
        return count
    }
}
