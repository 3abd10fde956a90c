internal import CChecksums

/// A reflected CRC with all bits of its start and its final mask set, and what is computed once for it.
struct CRCParameters: Sendable {
    /// 32 or 64.
    let width: Int
    /// The polynomial without its highest term, bit 0 for the power `width - 1`.
    let polynomial: UInt64
    /// `table[256 * k + b]`: what byte `b` adds to the state `k` bytes further on.
    let table: [UInt64]
    /// See `ferry_crc_reduce`.
    let factors: [UInt64]

    /// CRC-32/ISO-HDLC: zlib, `.sfv`.
    static let crc32 = CRCParameters(width: 32, polynomial: 0xEDB8_8320)
    /// CRC-32/ISCSI.
    static let crc32c = CRCParameters(width: 32, polynomial: 0x82F6_3B78)
    /// CRC-64/NVME, which S3 calls CRC64NVME.
    static let crc64nvme = CRCParameters(width: 64, polynomial: 0x9A6C_9329_AC4B_C9B5)

    private init(width: Int, polynomial: UInt64) {
        self.width = width
        self.polynomial = polynomial
        table = Self.table(polynomial)
        factors = [575, 511, 191, 127].map { Self.power($0, width, polynomial) }
    }

    var mask: UInt64 { width == 64 ? .max : 0xFFFF_FFFF }

    private static func table(_ polynomial: UInt64) -> [UInt64] {
        var table = [UInt64](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            table[byte] = (0..<8).reduce(UInt64(byte)) { state, _ in state >> 1 ^ (state & 1 == 0 ? 0 : polynomial) }
        }
        for index in 256..<table.count {
            let before = table[index - 256]
            table[index] = before >> 8 ^ table[Int(before & 0xFF)]
        }
        return table
    }

    /// x to the `exponent` modulo the polynomial, as 64 reflected bits.
    private static func power(_ exponent: Int, _ width: Int, _ polynomial: UInt64) -> UInt64 {
        let lowest = UInt64(1) << UInt64(64 - width)
        return (0..<exponent).reduce(UInt64(1) << 63) { power, _ in
            power & lowest == 0 ? power >> 1 : (power ^ lowest) >> 1 ^ polynomial << UInt64(64 - width)
        }
    }

    /// The state after more bytes.
    func update(_ state: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard bytes.count >= 128, Self.canMultiply else { return byTable(state, bytes) }
        let reduced = bytes.count & ~63
        return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { rest in
            ferry_crc_reduce(bytes.baseAddress, reduced, state, factors, rest.baseAddress)
            let folded = byTable(0, UnsafeRawBufferPointer(rest))
            return byTable(folded, UnsafeRawBufferPointer(rebasing: bytes[reduced...]))
        }
    }

    private static let canMultiply = ferry_has_carryless_multiplication() != 0

    /// Eight bytes a step (Kounavis and Berry, "A Systematic Approach to Building High Performance Software-Based CRC
    /// Generators", 2005).
    func byTable(_ state: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
        table.withUnsafeBufferPointer { table in
            var state = state
            var offset = 0
            while offset + 8 <= bytes.count {
                state ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                var next: UInt64 = 0
                for position in 0..<8 {
                    let byte = Int(truncatingIfNeeded: state &>> UInt64(8 &* position)) & 0xFF
                    next ^= table[(7 &- position) &* 256 &+ byte]
                }
                state = next
                offset += 8
            }
            for byte in bytes[offset...] { state = state >> 8 ^ table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] }
            return state
        }
    }
}
