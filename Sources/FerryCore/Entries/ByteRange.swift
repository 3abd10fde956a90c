/// A range of a file, in bytes.
public struct ByteRange: Hashable, Sendable {
    public let offset: Int64
    public let length: Int64

    public init(offset: Int64, length: Int64) {
        self.offset = offset
        self.length = length
    }

    /// The first offset after the range.
    public var end: Int64 { offset + length }
}
