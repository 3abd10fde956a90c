public import FerryCore

/// Reads a delta that `rdiff delta` or anyone else wrote. Every range is checked before it is passed on.
public struct LibrsyncDeltaReader {
    private typealias Command = LibrsyncDeltaWriter.Command

    private let input: BufferedInput
    private let checker: CopyChecker
    private var position: Int64 = 0

    public init(_ source: any SequentialBytes, oldSize: Int) throws(DeltaError) {
        input = BufferedInput(source, format: .librsyncDelta)
        checker = CopyChecker(oldSize: Int64(oldSize), format: .librsyncDelta)
        guard try input.bigEndian(byteCount: 4) == UInt64(Librsync.deltaMagic) else { throw input.damaged(.wrongMagic) }
    }

    /// Passes all instructions to `sink`.
    public mutating func run(into sink: any InstructionSink) throws(DeltaError) {
        while true {
            let command = try input.byte()
            switch command {
            case Command.end:
                if !(try input.isAtEnd()) { throw input.damaged(.trailingBytes) }
                return
            case ..<Command.literal: try literal(Int64(command), sink)
            case ..<Command.copy: try literal(try number(command - Command.literal, "literal length"), sink)
            case ..<Command.firstReserved:
                let offset = try number((command - Command.copy) / 4, "copy offset")
                try copy(offset, try number((command - Command.copy) % 4, "copy length"), sink)
            default: throw input.damaged(.invalidField("command"))
            }
        }
    }

    /// A number of 1, 2, 4 or 8 bytes.
    private func number(_ sizeCode: UInt8, _ field: String) throws(DeltaError) -> Int64 {
        guard let number = Int64(exactly: try input.bigEndian(byteCount: 1 << Int(sizeCode))) else {
            throw input.damaged(.invalidField(field))
        }
        return number
    }

    private mutating func literal(_ length: Int64, _ sink: any InstructionSink) throws(DeltaError) {
        if length == 0 { throw input.damaged(.invalidField("literal length")) }
        try input.forEachPiece(of: length) { piece throws(DeltaError) in
            try emit(.literal, Int64(piece.count), piece, sink)
        }
    }

    private mutating func copy(_ offset: Int64, _ length: Int64, _ sink: any InstructionSink) throws(DeltaError) {
        if length == 0 { throw input.damaged(.invalidField("copy length")) }
        try checker.check(offset: offset, length: length)
        try emit(.old(offset: offset), length, UnsafeRawBufferPointer(start: nil, count: 0), sink)
    }

    private mutating func emit(
        _ origin: Instruction.Origin, _ length: Int64, _ literal: UnsafeRawBufferPointer, _ sink: any InstructionSink
    ) throws(DeltaError) {
        if position.addingReportingOverflow(length).overflow { throw input.damaged(.invalidField("length")) }
        try sink.take(Instruction(target: ByteRange(offset: position, length: length), origin: origin), literal)
        position += length
    }
}
