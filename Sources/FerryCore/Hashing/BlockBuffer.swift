/// Cuts content that arrives in pieces of any size into the fixed blocks of a hash function.
struct BlockBuffer {
    private let blockLength: Int
    /// Whether a block is held back until more content follows, because the last block is compressed differently.
    private let keepsLast: Bool
    private var pending: [UInt8] = []
    private(set) var totalLength: UInt64 = 0

    init(blockLength: Int, keepsLast: Bool = false) {
        self.blockLength = blockLength
        self.keepsLast = keepsLast
        pending.reserveCapacity(blockLength)
    }

    /// Passes each block that is complete to `compress`, together with the length of the content up to its end.
    mutating func update(_ bytes: UnsafeRawBufferPointer, _ compress: (UnsafeRawPointer, UInt64) -> Void) {
        var rest = bytes[...]
        if !pending.isEmpty {
            let taken = rest.prefix(blockLength - pending.count)
            pending.append(contentsOf: taken)
            rest = rest.dropFirst(taken.count)
            if pending.count < blockLength || (keepsLast && rest.isEmpty) { return }
            totalLength += UInt64(blockLength)
            pending.withUnsafeBytes { compress($0.baseAddress!, totalLength) }
            pending.removeAll(keepingCapacity: true)
        }
        while rest.count > blockLength || (rest.count == blockLength && !keepsLast) {
            totalLength += UInt64(blockLength)
            compress(bytes.baseAddress! + rest.startIndex, totalLength)
            rest = rest.dropFirst(blockLength)
        }
        pending.append(contentsOf: rest)
    }

    /// The bytes that did not fill a block, and the length of the whole content; starts anew.
    mutating func finish() -> (rest: [UInt8], totalLength: UInt64) {
        defer {
            pending.removeAll(keepingCapacity: true)
            totalLength = 0
        }
        return (pending, totalLength + UInt64(pending.count))
    }
}
