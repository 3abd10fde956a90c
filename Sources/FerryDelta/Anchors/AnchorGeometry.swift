/// The lengths that follow from the block size, the same for the signature's maker and for the matcher.
struct AnchorGeometry: Sendable {
    let blockSize: Int
    /// L: how many bytes the key of an anchor covers. A 16-byte key would be shared by thousands of places in
    /// executables and text; 128 bytes cost nothing measurable.
    let keyLength: Int
    /// The window hash must exceed this to be a hit.
    let threshold: UInt32

    /// The largest distance of an anchor from the start of its block.
    var span: Int { blockSize - keyLength }

    init(blockSize: Int, threshold: UInt32) {
        self.blockSize = blockSize
        self.keyLength = blockSize >= 512 ? 128 : blockSize / 4
        self.threshold = threshold
    }

    /// The geometry of new signatures: some 8 to 24 hits a block. A denser choice costs time at every hit, a sparser one
    /// leaves more blocks without an anchor; no choice changes the result.
    init(blockSize: Int) {
        let hits = blockSize < 4096 ? 8 : blockSize < 16384 ? 12 : 24
        self.init(blockSize: blockSize, hitsPerBlock: hits)
    }

    init(blockSize: Int, hitsPerBlock hits: Int) {
        let share = (UInt64(1) << 32) * UInt64(hits) / UInt64(blockSize)
        self.init(blockSize: blockSize, threshold: UInt32((UInt64(1) << 32) - 1 - share))
    }
}
