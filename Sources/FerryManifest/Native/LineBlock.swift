internal import FerryCore
internal import Glibc

/// Whole lines of a file, one after another with their newlines. Filled by one thread, then read by another.
final class LineBlock: @unchecked Sendable {
    /// The number of the first line, counted from 1.
    let first: Int
    private var memory: UnsafeMutableRawBufferPointer
    private var ends: [Int] = []

    /// A hand-off for that many bytes costs nothing beside reading them.
    private static let length = 128 << 10

    init(from number: Int) {
        first = number
        memory = .allocate(byteCount: Self.length, alignment: 64)
        ends.reserveCapacity(1024)
    }

    deinit { memory.deallocate() }

    var count: Int { ends.count }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<(ends.last ?? 0)]) }

    /// Without its newline; valid as long as the block is.
    func line(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: memory[(index == 0 ? 0 : ends[index - 1])..<ends[index] - 1])
    }

    /// Whether another line of this length, without its newline, would need more memory.
    func isFull(for length: Int) -> Bool { !ends.isEmpty && bytes.count + length + 1 > memory.count }

    /// Takes a line, to which a newline is added. One that is longer than a block gets a larger one.
    func append(_ line: UnsafeRawBufferPointer) {
        let start = bytes.count
        if start + line.count + 1 > memory.count { grow(to: start + line.count + 1) }
        if let base = line.baseAddress { memcpy(memory.baseAddress! + start, base, line.count) }
        memory[start + line.count] = UInt8(ascii: "\n")
        ends.append(start + line.count + 1)
    }

    private func grow(to length: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 64)
        larger.copyMemory(from: bytes)
        memory.deallocate()
        memory = larger
    }
}
