internal import FerryCore

/// What proves that the lines of a native manifest are those that were written, in the order they were written.
///
/// Every line ends in `"check":"XXXXXXXX"}`, the CRC-32C of all bytes of the file up to and with the quote before its
/// value: the first line that was changed, moved, added or is missing is known. The last line has the SHA-256 of all
/// lines before it.
struct NativeSums: ~Copyable {
    /// What stands before the value.
    static let label: StaticString = "\"check\":\""
    /// Digits, quote, brace.
    static let endLength = 10

    private var crc = CRC32C()
    // Half of the time that a million records take would go into it.
    private let hasher = BackgroundHasher(.sha256)

    /// The check of a line whose bytes up to the value these are.
    mutating func check(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        crc.update(bytes)
        return crc.value
    }

    /// Takes a whole line, its newline included, of which the first `checked` bytes went to `check` before.
    mutating func endLine(_ line: UnsafeRawBufferPointer, checked: Int) {
        crc.update(line.slice(checked..<line.count))
        hasher.update(line)
    }

    /// The SHA-256 of all lines so far.
    mutating func digestOfLines() -> [UInt8] { hasher.finish().bytes }
}
