/// Bytes on their way from one place to another: filled when it is empty.
struct ByteBox: ~Copyable {
    private let storage: UnsafeMutableRawBufferPointer
    private var range = 0..<0

    init(capacity: Int) {
        storage = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        storage.deallocate()
    }

    var isEmpty: Bool { range.isEmpty }

    /// Lets `read` put bytes in, which returns how many; what it returns else is passed on.
    mutating func fill(_ read: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        let count = read(storage)
        range = 0..<max(0, count)
        return count
    }

    /// Lets `write` take bytes off the front, in the same way.
    mutating func take(_ write: (UnsafeRawBufferPointer) -> Int) -> Int {
        let count = write(UnsafeRawBufferPointer(rebasing: storage[range]))
        if count > 0 { range = (range.lowerBound + count)..<range.upperBound }
        return count
    }

    mutating func clear() { range = 0..<0 }
}
