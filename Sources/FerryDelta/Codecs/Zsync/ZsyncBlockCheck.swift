internal import FerryCore

/// Tells blocks of the file that a control file describes from other bytes, as far as the kept part of the hashes tells; the
/// digest of the whole file decides. Used by one thread at a time.
public final class ZsyncBlockCheck {
    private let control: ZsyncControl
    private let rolling: RollingSum
    private var digest = BlockDigest(.md4, kernel: .best)
    private let checksum: ByteBuffer
    /// For the last block, which is hashed with zeros behind it.
    private let padded: ByteBuffer

    public init(_ control: ZsyncControl) {
        self.control = control
        rolling = RollingSum(.twoSums, blockSize: control.blockSize, kernel: .best)
        checksum = ByteBuffer(capacity: digest.length)
        padded = ByteBuffer(capacity: control.blockSize)
    }

    /// Whether `bytes`, exactly as many as the block has, are it.
    public func isBlock(_ number: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        precondition(bytes.count == Int(control.range(of: number).length))
        let block = bytes.count == control.blockSize ? bytes.baseAddress! : pad(bytes)
        let lengths = control.hashLengths
        guard rolling.value(rolling.state(of: block)) & lengths.significant == control.sums[number] else {
            return false
        }
        digest.digest(block, count: control.blockSize, into: checksum.base)
        let first = number * lengths.checksum
        return checksum.bytes[..<lengths.checksum].elementsEqual(control.checksums[first..<first + lengths.checksum])
    }

    private func pad(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer {
        padded.bytes.copyMemory(from: bytes)
        UnsafeMutableRawBufferPointer(rebasing: padded.bytes[bytes.count...])
            .initializeMemory(as: UInt8.self, repeating: 0)
        return UnsafeRawPointer(padded.base)
    }
}
