internal import FerryCore

/// Gathers the fields of a file to larger writes.
final class BufferedOutput {
    private static let capacity = 64 << 10

    private let sink: any ByteSink
    private var buffer: [UInt8] = []

    init(_ sink: any ByteSink) {
        self.sink = sink
        buffer.reserveCapacity(Self.capacity)
    }

    func append(_ byte: UInt8) throws(DeltaError) {
        if buffer.count == Self.capacity { try flush() }
        buffer.append(byte)
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(DeltaError) {
        if bytes.count > Self.capacity - buffer.count { try flush() }
        if bytes.count < Self.capacity { buffer.append(contentsOf: bytes) } else { try write(bytes) }
    }

    func append(_ bytes: [UInt8]) throws(DeltaError) {
        try bytes.withUnsafeBufferPointer { bytes throws(DeltaError) in try append(UnsafeRawBufferPointer(bytes)) }
    }

    func appendLittleEndian(_ value: some FixedWidthInteger) throws(DeltaError) {
        try withUnsafeBytes(of: value.littleEndian) { bytes throws(DeltaError) in try append(bytes) }
    }

    func appendBigEndian(_ value: some FixedWidthInteger) throws(DeltaError) {
        try withUnsafeBytes(of: value.bigEndian) { bytes throws(DeltaError) in try append(bytes) }
    }

    /// The lowest `count` bytes of a number, lowest first.
    func appendLittleEndian(_ value: UInt64, byteCount count: Int) throws(DeltaError) {
        for index in 0..<count { try append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }

    /// Seven bits a byte, lowest first; the high bit says that more follow (LEB128).
    func appendVariable(_ value: UInt64) throws(DeltaError) {
        var rest = value
        while rest >= 0x80 {
            try append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        try append(UInt8(rest))
    }

    func flush() throws(DeltaError) {
        try buffer.withUnsafeBufferPointer { bytes throws(DeltaError) in try write(UnsafeRawBufferPointer(bytes)) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(DeltaError) {
        if bytes.isEmpty { return }
        do { try sink.write(bytes) } catch { throw .writing(error) }
    }
}
