/// A queue that grows as needed and is addressed by the number of the element since the beginning, so that an index
/// stays good while elements before it are taken out.
struct Ring<Element: BitwiseCopyable>: ~Copyable {
    /// The number of the first element that is still inside, and of the next one to come.
    private(set) var startIndex = 0
    private(set) var endIndex = 0
    private var storage: UnsafeMutablePointer<Element>
    private var mask: Int

    /// Room for a power of two of elements before the first growth.
    init(capacity: Int) {
        precondition(capacity.nonzeroBitCount == 1)
        storage = .allocate(capacity: capacity)
        mask = capacity - 1
    }

    deinit {
        storage.deallocate()
    }

    @inline(__always)
    var isEmpty: Bool { startIndex == endIndex }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { storage[index & mask] }
        nonmutating set { storage[index & mask] = newValue }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if endIndex &- startIndex > mask { grow() }
        (storage + (endIndex & mask)).initialize(to: element)
        endIndex &+= 1
    }

    @inline(__always)
    mutating func removeFirst() { startIndex &+= 1 }

    @inline(__always)
    mutating func removeLast() { endIndex &-= 1 }

    mutating func removeAll() {
        startIndex = 0
        endIndex = 0
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * (mask + 1))
        let largerMask = 2 * mask + 1
        for index in startIndex..<endIndex { (larger + (index & largerMask)).initialize(to: storage[index & mask]) }
        storage.deallocate()
        storage = larger
        mask = largerMask
    }
}
