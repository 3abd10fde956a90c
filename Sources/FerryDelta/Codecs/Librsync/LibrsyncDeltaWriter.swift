public import FerryCore

/// Writes a delta as `rdiff delta` does, byte for byte: commands of one byte with their lengths and offsets.
public final class LibrsyncDeltaWriter: InstructionSink {
    /// The commands, as first numbers of their families.
    enum Command {
        static let end: UInt8 = 0
        /// Literals of 1 to 64 bytes have their length as command; then come those with a length of 1, 2, 4 or 8 bytes.
        static let longestShortLiteral: Int64 = 0x40
        static let literal: UInt8 = 0x41
        /// Four times the code of the offset's size, plus that of the length's.
        static let copy: UInt8 = 0x45
        static let firstReserved: UInt8 = 0x55
    }

    private let output: BufferedOutput
    private let longestLiteral: Int
    /// The begun part of a literal, shorter than the longest one.
    private var literal: [UInt8] = []

    /// `longestLiteral`: in bytes; longer ones are cut.
    public init(to sink: any ByteSink, longestLiteral: Int) throws(DeltaError) {
        output = BufferedOutput(sink)
        self.longestLiteral = longestLiteral
        try output.appendBigEndian(Librsync.deltaMagic)
    }

    /// The format has no holes; do not ask for them.
    public func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) throws(DeltaError) {
        let length = instruction.target.length
        switch instruction.origin {
        case .literal: try gather(literal)
        case .old(let offset):
            try endLiteral()
            try output.append(Command.copy + 4 * sizeCode(offset) + sizeCode(length))
            try appendNumber(offset)
            try appendNumber(length)
        case .hole: preconditionFailure("a librsync delta cannot express holes")
        }
    }

    public func finish() throws(DeltaError) {
        try endLiteral()
        try output.append(Command.end)
        try output.flush()
    }

    private func gather(_ bytes: UnsafeRawBufferPointer) throws(DeltaError) {
        var rest = bytes[...]
        while literal.count + rest.count >= longestLiteral {
            let taken = rest.prefix(longestLiteral - literal.count)
            if literal.isEmpty {
                try append(UnsafeRawBufferPointer(rebasing: taken))
            } else {
                literal.append(contentsOf: taken)
                try endLiteral()
            }
            rest = rest.dropFirst(taken.count)
        }
        literal.append(contentsOf: rest)
    }

    private func endLiteral() throws(DeltaError) {
        if literal.isEmpty { return }
        try literal.withUnsafeBufferPointer { bytes throws(DeltaError) in try append(UnsafeRawBufferPointer(bytes)) }
        literal.removeAll(keepingCapacity: true)
    }

    private func append(_ literal: UnsafeRawBufferPointer) throws(DeltaError) {
        let length = Int64(literal.count)
        if length <= Command.longestShortLiteral {
            try output.append(UInt8(length))
        } else {
            try output.append(Command.literal + sizeCode(length))
            try appendNumber(length)
        }
        try output.append(literal)
    }

    /// 0, 1, 2 or 3 for numbers of 1, 2, 4 or 8 bytes.
    private func sizeCode(_ number: Int64) -> UInt8 {
        switch number {
        case ...0xFF: 0
        case ...0xFFFF: 1
        case ...0xFFFF_FFFF: 2
        default: 3
        }
    }

    private func appendNumber(_ number: Int64) throws(DeltaError) {
        switch sizeCode(number) {
        case 0: try output.append(UInt8(number))
        case 1: try output.appendBigEndian(UInt16(number))
        case 2: try output.appendBigEndian(UInt32(number))
        default: try output.appendBigEndian(number)
        }
    }
}
