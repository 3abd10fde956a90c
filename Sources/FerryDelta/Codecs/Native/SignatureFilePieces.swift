internal import FerryCore

/// A native signature as the pieces of its file, made one after another, so that no one needs all of them in memory.
public struct SignatureFilePieces: Sendable {
    /// How many records a piece has: some 90 KB.
    private static let recordsAtOnce = 4096

    private let signature: Signature
    private let offsetLength: Int
    private var step = Step.header

    private enum Step {
        case header
        /// From this block on, or this crowded key.
        case blocks(Int)
        case tail
        case crowdedKeys(Int)
    }

    public init(_ signature: Signature) {
        self.signature = signature
        offsetLength = SignatureFile.offsetLength(blockSize: signature.blockSize)
    }

    /// Nil at the end; may be empty before it.
    public mutating func next() -> [UInt8]? {
        switch step {
        case .header:
            step = .blocks(0)
            return header
        case .blocks(let first):
            let blocks = signature.blocks[first...].prefix(Self.recordsAtOnce)
            step = blocks.endIndex < signature.blocks.count ? .blocks(blocks.endIndex) : .tail
            return records(blocks)
        case .tail:
            step = .crowdedKeys(0)
            return records(signature.tail.map { [$0] } ?? [])
        case .crowdedKeys(let first):
            let keys = signature.crowdedKeys[first...].prefix(Self.recordsAtOnce)
            step = .crowdedKeys(keys.endIndex)
            return keys.isEmpty ? nil : keys.reduce(into: []) { $0.append(littleEndian: UInt64($1), count: 4) }
        }
    }

    private var header: [UInt8] {
        var bytes = SignatureFile.magic
        bytes += [SignatureFile.version, signature.strongHash.rawValue, UInt8(signature.strongLength), 0]
        bytes.append(littleEndian: UInt64(signature.blockSize), count: 4)
        bytes.append(littleEndian: UInt64(signature.fileSize), count: 8)
        bytes.append(littleEndian: UInt64(signature.threshold), count: 4)
        bytes.append(littleEndian: UInt64(signature.crowdedKeys.count), count: 4)
        return bytes
    }

    private func records(_ blocks: ArraySlice<BlockRecord>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(blocks.count * (4 + offsetLength + signature.strongLength))
        for block in blocks {
            bytes.append(littleEndian: UInt64(block.key), count: 4)
            bytes.append(littleEndian: UInt64(block.offset), count: offsetLength)
            bytes.append(littleEndian: block.strong.low, count: 8)
            bytes.append(littleEndian: block.strong.high, count: signature.strongLength - 8)
        }
        return bytes
    }
}

extension [UInt8] {
    /// The lowest `count` bytes of a number, lowest first.
    @inline(__always)
    fileprivate mutating func append(littleEndian value: UInt64, count: Int) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0.prefix(count)) }
    }
}
