public import FerryCore

/// Carries out instructions in order: writes the new file to a sink, reading copies from the old one.
public final class Patcher: InstructionSink {
    private static let copyLength = 1 << 20
    /// Of zeros at a time: whoever takes them may stop it between two.
    private static let holeLength: Int64 = 64 << 20

    private let old: any RandomAccessBytes
    private let sink: any ByteSink
    private let buffer = ByteBuffer(capacity: copyLength)
    private let digest: ContentDigest?
    /// What was carried out so far.
    public private(set) var summary = DeltaSummary()

    /// `digest`: sees all that is written.
    public init(old: any RandomAccessBytes, to sink: any ByteSink, digest: ContentDigest? = nil) {
        self.old = old
        self.sink = sink
        self.digest = digest
    }

    public func accept(_ instruction: Instruction, literal: UnsafeRawBufferPointer) throws(DeltaError) {
        let length = instruction.target.length
        switch instruction.origin {
        case .literal:
            try write(literal)
            summary.literal += length
        case .hole:
            try writeZeros(length)
            summary.holes += length
        case .old(let offset):
            try copy(ByteRange(offset: offset, length: length))
            summary.copied += length
        }
        summary.newSize += length
    }

    private func copy(_ range: ByteRange) throws(DeltaError) {
        try forEachPiece(of: range.length) { (done, piece) throws(DeltaError) in
            try old.readFully(into: piece, at: Int(range.offset + done))
            try write(UnsafeRawBufferPointer(piece))
        }
    }

    private func writeZeros(_ length: Int64) throws(DeltaError) {
        _ = buffer.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        var rest = length
        while rest > 0 {
            let count = min(rest, Self.holeLength)
            let areSkipped: Bool
            do { areSkipped = try sink.skipZeros(count) } catch { throw .writing(error) }
            try forEachPiece(of: count) { (_, piece) throws(DeltaError) in
                if areSkipped { digest?.observe(UnsafeRawBufferPointer(piece)) } else { try write(.init(piece)) }
            }
            rest -= count
        }
    }

    private func forEachPiece(
        of length: Int64, _ body: (Int64, UnsafeMutableRawBufferPointer) throws(DeltaError) -> Void
    ) throws(DeltaError) {
        var done: Int64 = 0
        while done < length {
            let count = Int(min(length - done, Int64(Self.copyLength)))
            try body(done, UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<count]))
            done += Int64(count)
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(DeltaError) {
        digest?.observe(bytes)
        do { try sink.write(bytes) } catch { throw .writing(error) }
    }
}
