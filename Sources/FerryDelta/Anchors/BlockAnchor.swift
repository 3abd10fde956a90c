internal import CKernels

/// Finds the anchor of single blocks, for signatures.
struct BlockAnchor: ~Copyable {
    private let keyLength: Int
    private var hits: HitStream

    init(_ geometry: AnchorGeometry, kernel: Kernel) {
        keyLength = geometry.keyLength
        hits = HitStream(geometry, kernel: kernel)
    }

    /// The leftmost of the greatest hits whose key lies wholly in the block, or nil when there is none: zeros, short
    /// periods, low entropy.
    mutating func find(in block: UnsafeRawPointer, length: Int) -> Hit? {
        if length < keyLength { return nil }
        hits.restart(block, from: 0, to: length)
        var best: Hit?
        var greatest: UInt32 = 0
        while let hit = hits.next(), hit.position <= length - keyLength {
            if hit.hash > greatest {
                greatest = hit.hash
                best = hit
            }
        }
        return best
    }
}
