internal import CChecksums

/// CRC-32C of content in pieces, as a plain value: for checks of many short pieces.
public struct CRC32C: Sendable {
    private var state: UInt32 = .max

    public init() {}

    /// The checksum of everything so far.
    public var value: UInt32 { ~state }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if Self.hasInstruction {
            state = ferry_crc32c(state, bytes.baseAddress, bytes.count)
        } else {
            state = UInt32(truncatingIfNeeded: CRCParameters.crc32c.update(UInt64(state), bytes))
        }
    }

    private static let hasInstruction = ferry_has_crc32c_instruction() != 0
}
