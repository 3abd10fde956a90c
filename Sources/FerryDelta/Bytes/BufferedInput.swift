internal import FerryCore

/// Reads the fields of a file that comes from outside. What ends too early is reported as damage of its format.
final class BufferedInput {
    private let source: any SequentialBytes
    private let format: DeltaError.FileFormat
    private let buffer = ByteBuffer(capacity: 256 << 10)
    private var available = 0..<0

    init(_ source: any SequentialBytes, format: DeltaError.FileFormat) {
        self.source = source
        self.format = format
    }

    func damaged(_ damage: DeltaError.Damage) -> DeltaError { .damaged(format, damage) }

    /// Whether all bytes were taken.
    func isAtEnd() throws(DeltaError) -> Bool {
        if available.isEmpty { try refill() }
        return available.isEmpty
    }

    func byte() throws(DeltaError) -> UInt8 {
        if try isAtEnd() { throw damaged(.truncated) }
        defer { available = (available.lowerBound + 1)..<available.upperBound }
        return buffer.bytes[available.lowerBound]
    }

    /// Passes the next `count` bytes on, in pieces, without ever holding more than one.
    func forEachPiece(
        of count: Int64, _ body: (UnsafeRawBufferPointer) throws(DeltaError) -> Void
    ) throws(DeltaError) {
        var rest = count
        while rest > 0 {
            if try isAtEnd() { throw damaged(.truncated) }
            let length = Int(min(rest, Int64(available.count)))
            let piece = available.lowerBound..<available.lowerBound + length
            available = piece.upperBound..<available.upperBound
            try body(UnsafeRawBufferPointer(rebasing: buffer.bytes[piece]))
            rest -= Int64(length)
        }
    }

    /// A field of a few bytes. Not for lengths that come from the file.
    func bytes(_ count: Int) throws(DeltaError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        try forEachPiece(of: Int64(count)) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Passes on the next `count` bytes as one piece: a record of a few fields, of which a file has many. Not for lengths that
    /// come from the file.
    @inline(__always)
    func withRecord<Result>(
        of count: Int, _ body: (UnsafeRawBufferPointer) throws(DeltaError) -> Result
    ) throws(DeltaError) -> Result {
        if available.count < count { try gather(count) }
        let record = available.lowerBound..<available.lowerBound + count
        available = record.upperBound..<available.upperBound
        return try body(UnsafeRawBufferPointer(rebasing: buffer.bytes[record]))
    }

    /// Brings at least `count` bytes together at the beginning of the buffer.
    private func gather(_ count: Int) throws(DeltaError) {
        buffer.base.copyMemory(from: buffer.base + available.lowerBound, byteCount: available.count)
        available = 0..<available.count
        while available.count < count {
            let more: Int
            do { more = try source.read(into: .init(rebasing: buffer.bytes[available.count...])) } catch {
                throw .reading(error)
            }
            if more == 0 { throw damaged(.truncated) }
            available = 0..<available.count + more
        }
    }

    func littleEndian<Value: FixedWidthInteger>(_: Value.Type) throws(DeltaError) -> Value {
        var value: Value = 0
        for index in 0..<MemoryLayout<Value>.size { value |= Value(truncatingIfNeeded: try byte()) << Value(8 * index) }
        return value
    }

    func littleEndian(byteCount: Int) throws(DeltaError) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<byteCount { value |= UInt64(try byte()) << UInt64(8 * index) }
        return value
    }

    func bigEndian(byteCount: Int) throws(DeltaError) -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<byteCount { value = value << 8 | UInt64(try byte()) }
        return value
    }

    /// As `BufferedOutput.appendVariable` writes it. Refuses what does not fit 64 bits.
    func variable() throws(DeltaError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            let bits = UInt64(byte & 0x7F)
            if (bits << shift) >> shift != bits { break }
            value |= bits << shift
            if byte < 0x80 { return value }
        }
        throw damaged(.invalidField("number"))
    }

    private func refill() throws(DeltaError) {
        do { available = 0..<(try source.read(into: buffer.bytes)) } catch { throw .reading(error) }
    }
}
