public import FerryCore

/// Reads a native delta, which may come from anyone. Every range is checked before it is passed on.
public struct DeltaFileReader {
    private let input: BufferedInput
    private let checker: CopyChecker
    /// Nil where the writer did not know it yet.
    let newSize: Int64?
    private var position: Int64 = 0
    private var lastCopyEnd: Int64 = 0
    /// By which digest the new file is to be recognised.
    public let algorithm: DigestAlgorithm

    /// `oldSize`: the size of the old file as it is now, which must be the one that the delta was made for.
    public init(_ source: any SequentialBytes, oldSize: Int) throws(DeltaError) {
        input = BufferedInput(source, format: .delta)
        checker = CopyChecker(oldSize: Int64(oldSize), format: .delta)
        guard try input.bytes(8) == DeltaFile.magic else { throw input.damaged(.wrongMagic) }
        guard try input.byte() == DeltaFile.version else { throw input.damaged(.invalidField("version")) }
        let number = try input.byte()
        guard let algorithm = DeltaFile.digestNumbers.first(where: { $0.number == number })?.algorithm else {
            throw input.damaged(.invalidField("digest"))
        }
        self.algorithm = algorithm
        guard try input.littleEndian(UInt64.self) == UInt64(oldSize) else { throw .wrongOldFile }
        let size = try input.littleEndian(UInt64.self)
        newSize = Int64(exactly: size)
        if newSize == nil && size != DeltaFile.unknownSize {
            throw input.damaged(.invalidField("size of the new file"))
        }
    }

    /// Passes all instructions to `sink` and returns the digest that the new file should have.
    public mutating func run(into sink: any InstructionSink) throws(DeltaError) -> Digest {
        while true {
            let tag = try input.variable()
            let length = Int64(tag >> 2)
            switch DeltaFile.Kind(rawValue: tag & 3)! {
            case .literal: try literal(checked(length), sink)
            case .copy: try copy(checked(length), sink)
            case .hole: try hole(checked(length), sink)
            case .end: return try finish(tag)
            }
        }
    }

    /// A length that is not 0 and stays within the new file.
    private func checked(_ length: Int64) throws(DeltaError) -> Int64 {
        guard length > 0, length <= (newSize ?? .max) - position else { throw input.damaged(.invalidField("length")) }
        return length
    }

    private mutating func hole(_ length: Int64, _ sink: any InstructionSink) throws(DeltaError) {
        if newSize == nil { throw input.damaged(.invalidField("hole")) }
        try emit(.hole, length, UnsafeRawBufferPointer(start: nil, count: 0), sink)
    }

    private mutating func literal(_ length: Int64, _ sink: any InstructionSink) throws(DeltaError) {
        try input.forEachPiece(of: length) { piece throws(DeltaError) in
            try emit(.literal, Int64(piece.count), piece, sink)
        }
    }

    private mutating func copy(_ length: Int64, _ sink: any InstructionSink) throws(DeltaError) {
        let code = try input.variable()
        let distance = Int64(bitPattern: code >> 1) ^ -Int64(bitPattern: code & 1)
        let offset = lastCopyEnd &+ distance
        try checker.check(offset: offset, length: length)
        lastCopyEnd = offset + length
        try emit(.old(offset: offset), length, UnsafeRawBufferPointer(start: nil, count: 0), sink)
    }

    private mutating func emit(
        _ origin: Instruction.Origin, _ length: Int64, _ literal: UnsafeRawBufferPointer, _ sink: any InstructionSink
    ) throws(DeltaError) {
        try sink.take(Instruction(target: ByteRange(offset: position, length: length), origin: origin), literal)
        position += length
    }

    private func finish(_ tag: UInt64) throws(DeltaError) -> Digest {
        guard tag == DeltaFile.Kind.end.rawValue, try input.littleEndian(UInt64.self) == UInt64(position),
            newSize == nil || newSize == position,
            let digest = Digest(algorithm: algorithm, bytes: try input.bytes(algorithm.digestLength))
        else { throw input.damaged(.invalidField("size of the new file")) }
        if !(try input.isAtEnd()) { throw input.damaged(.trailingBytes) }
        return digest
    }
}
