/// A range of a file, in bytes.
package struct ByteRange: Hashable, Sendable {
    package let offset: Int64
    package let length: Int64

    package init(offset: Int64, length: Int64) {
        self.offset = offset
        self.length = length
    }

    /// The first offset after the range.
    package var end: Int64 { offset + length }
}
