internal import CChecksums

/// Counts the lines of content in pieces: its newlines, and one more if something follows the last of them. What delivery
/// notes call the number of records.
public struct LineCount: Sendable {
    private var newlines: Int64 = 0
    private var endsInside = false

    public init() {}

    public var value: Int64 { newlines + (endsInside ? 1 : 0) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let last = bytes.last else { return }
        newlines += Int64(Self.newlines(in: bytes))
        endsInside = last != UInt8(ascii: "\n")
    }

    private static func newlines(in bytes: UnsafeRawBufferPointer) -> Int {
        Int(ferry_count_byte(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, UInt8(ascii: "\n")))
    }
}
