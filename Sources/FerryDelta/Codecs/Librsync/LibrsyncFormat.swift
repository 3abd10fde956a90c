public import FerryCore

/// What librsync's files have in common with each other. All their numbers are big-endian.
public enum Librsync {
    /// The four kinds of signature.
    public enum SignatureKind: UInt32, CaseIterable, Sendable {
        case rollsumMD4 = 0x7273_0136
        case rollsumBLAKE2 = 0x7273_0137
        case rabinKarpMD4 = 0x7273_0146
        case rabinKarpBLAKE2 = 0x7273_0147

        public var algorithm: DigestAlgorithm {
            switch self {
            case .rollsumMD4, .rabinKarpMD4: .md4
            case .rollsumBLAKE2, .rabinKarpBLAKE2: .blake2b256
            }
        }

        var sum: RollingSum.Kind {
            switch self {
            case .rollsumMD4, .rollsumBLAKE2: .twoSums
            case .rabinKarpMD4, .rabinKarpBLAKE2: .rabinKarp
            }
        }
    }

    public static let deltaMagic: UInt32 = 0x7273_0236

    /// What rdiff takes when the size of the file is not known.
    public static let defaultBlockSize = 2048

    /// A larger block would make a window of the new file too large for memory.
    public static let largestBlockSize = 1 << 28

    /// 256 bytes up to 64 KiB; beyond, the square root of the size, as a multiple of 128.
    public static func blockSize(forFileOf size: Int) -> Int {
        if size <= 256 * 256 { return 256 }
        var root = Int(Double(size).squareRoot())
        while root * root > size { root -= 1 }
        while (root + 1) * (root + 1) <= size { root += 1 }
        return root & ~127
    }

    /// The length at which a strong hash leaves a chance of 2^-32 that any two blocks are mistaken for each other. `size`
    /// is nil where it is not known.
    public static func shortestHash(forFileOf size: Int?, blockSize: Int) -> Int {
        guard let size else { return 12 }
        func log2(_ value: Int) -> Int { Int.bitWidth - 1 - value.leadingZeroBitCount }
        let blocks = size / blockSize
        return 2 + (log2(size + 1 << 24) + log2(blocks + 1) + 7) / 8
    }
}

/// The constants that librsync adds to the bare rolling sums; they depend on the number of bytes summed.
struct LibrsyncConstants: Sendable {
    /// Rollsum adds this to every byte.
    private static let characterOffset: UInt32 = 31

    let kind: RollingSum.Kind

    /// Rabin-Karp starts from 1, which M^length has become at the end. Rollsum's a grows by 31 a byte, and its b by what
    /// that adds up to.
    func sum(fromBare bare: UInt32, length: Int) -> UInt32 {
        let count = UInt32(truncatingIfNeeded: length)
        switch kind {
        case .rabinKarp: return bare &+ RollingSum.power(length)
        case .twoSums:
            let a = (bare &+ count &* Self.characterOffset) & 0xFFFF
            let growth = UInt32(truncatingIfNeeded: length * (length + 1) / 2) &* Self.characterOffset
            return a | (bare &>> 16 &+ growth) &<< 16
        }
    }

    /// The inverse.
    func bare(fromSum sum: UInt32, length: Int) -> UInt32 {
        switch kind {
        case .rabinKarp: return sum &- RollingSum.power(length)
        case .twoSums:
            let constants = self.sum(fromBare: 0, length: length)
            let a = (sum &- constants) & 0xFFFF
            return a | (sum &>> 16 &- constants &>> 16) &<< 16
        }
    }
}
