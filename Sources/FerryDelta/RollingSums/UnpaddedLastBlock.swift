/// The last block of a librsync signature, whose length the signature does not tell.
struct UnpaddedLastBlock: Sendable {
    let sum: UInt32
    /// As many bytes as the signature keeps.
    let hash: [UInt8]
    let constants: LibrsyncConstants

    /// How many suffixes of the right sum are hashed, so that a crafted file costs no more than this.
    private static let mostTries = 16

    /// The start of the longest suffix of `bytes` from `first` on that is shorter than a block and equals the last block.
    func suffix(
        of bytes: UnsafeRawBufferPointer, from first: Int, _ rolling: RollingSum, _ digest: inout BlockDigest
    ) -> Int? {
        var start = max(first, bytes.count - rolling.blockSize + 1)
        guard start < bytes.count else { return nil }
        var state = rolling.state(of: bytes.baseAddress! + start, count: bytes.count - start)
        var tries = 0
        while start < bytes.count && tries < Self.mostTries {
            let length = bytes.count - start
            let suffix = bytes.baseAddress! + start
            if constants.sum(fromBare: rolling.value(state), length: length) == sum {
                if isEqual(suffix, length, &digest) { return start }
                tries += 1
            }
            rolling.dropFirst(of: &state, suffix.load(as: UInt8.self), length: length)
            start += 1
        }
        return nil
    }

    private func isEqual(_ bytes: UnsafeRawPointer, _ length: Int, _ digest: inout BlockDigest) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: digest.length, alignment: 8) { buffer in
            digest.digest(bytes, count: length, into: buffer.baseAddress!)
            return buffer.starts(with: hash)
        }
    }
}
