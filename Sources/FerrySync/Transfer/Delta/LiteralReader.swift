internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Reads ranges of a new file that has been scanned already.
struct LiteralReader: ~Copyable {
    private let origin: PinnedFile
    private let buffer: UnsafeMutableRawBufferPointer

    private static let pieceLength = 1 << 20

    init(_ origin: PinnedFile) {
        self.origin = origin
        buffer = .allocate(byteCount: Self.pieceLength, alignment: 4096)
    }

    deinit {
        buffer.deallocate()
    }

    /// Passes a range on as literals.
    func pass(_ range: ByteRange, to sink: Composer) throws(EndpointError) {
        var offset = range.offset
        while offset < range.end {
            let length = min(range.end - offset, Int64(Self.pieceLength))
            let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(length)])
            guard try origin.read(into: piece, at: Int(offset)) == piece.count else {
                throw origin.failure(.truncatedWhileReading(at: Int(offset)))
            }
            let literal = Instruction(target: ByteRange(offset: offset, length: length), origin: .literal)
            try sink.accept(literal, literal: UnsafeRawBufferPointer(piece))
            offset += length
        }
    }
}
