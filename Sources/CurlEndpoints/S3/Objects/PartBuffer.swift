/// Bytes that gather until they are a part.
struct PartBuffer: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer?
    private var whole: SharedBytes?
    private let capacity: Int
    private let expected: Int
    private(set) var count = 0

    /// Nothing is allocated before the first byte, and no more than is expected before more comes.
    init(capacity: Int64, expecting expected: Int64?) {
        self.capacity = Int(capacity)
        self.expected = Int(max(1, min(capacity, expected ?? 64 * 1024)))
    }

    deinit {
        if let memory { BufferPool.parts.give(memory) }
    }

    var isFull: Bool { count == capacity }

    /// Takes as many bytes as there is room for.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let taken = min(bytes.count, capacity - count)
        let memory = room(for: count + taken)
        if taken > 0 {
            UnsafeMutableRawBufferPointer(rebasing: memory[count..<count + taken])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
        }
        count += taken
        return taken
    }

    /// What was gathered, handed over without a copy; nothing is added to it any more.
    mutating func shared() -> SharedBytes {
        if let whole { return whole }
        let shared = memory.map { SharedBytes(owning: $0, count: count) } ?? SharedBytes([])
        memory = nil
        whole = shared
        return shared
    }

    private mutating func room(for needed: Int) -> UnsafeMutableRawBufferPointer {
        if let memory, memory.count >= needed { return memory }
        let length = min(capacity, max(needed, memory.map { 2 * $0.count } ?? expected))
        let larger = BufferPool.parts.take(length)
        if let memory {
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
            BufferPool.parts.give(memory)
        }
        memory = larger
        return larger
    }
}
