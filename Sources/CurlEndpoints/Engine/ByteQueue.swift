/// Bytes on their way between two threads: added at one end, taken at the other.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var head = 0

    var count: Int { bytes.count - head }
    var isEmpty: Bool { head == bytes.count }

    mutating func append(_ new: UnsafeRawBufferPointer) {
        if isEmpty {
            bytes.removeAll(keepingCapacity: true)
            head = 0
        } else if head > count {
            // Half of it is behind: moving the rest costs less than growing.
            bytes.removeFirst(head)
            head = 0
        }
        bytes.append(contentsOf: new)
    }

    /// Moves as much as fits into the buffer.
    mutating func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let length = min(buffer.count, count)
        if length == 0 { return 0 }
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[head..<head + length])) }
        head += length
        return length
    }

    /// Everything that is left.
    mutating func takeAll() -> [UInt8] {
        defer { self = ByteQueue() }
        return head == 0 ? bytes : Array(bytes[head...])
    }
}
