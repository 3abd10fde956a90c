internal import FerryCore

/// The checks at the ends of a native manifest's lines.
///
/// Every line ends in `"check":"XXXXXXXX"}`, the CRC-32C of all bytes of the file up to and with the quote before its
/// value: the first line that was changed, moved, added or is missing is known.
struct LineChecks {
    /// What stands before the value.
    static let label: StaticString = "\"check\":\""
    /// Digits, quote, brace.
    static let endLength = 10

    private var crc = CRC32C()

    /// The check of a line whose bytes up to the value these are.
    mutating func check(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        crc.update(bytes)
        return crc.value
    }

    /// Takes the rest of a line, its newline included.
    mutating func end(_ bytes: UnsafeRawBufferPointer) {
        crc.update(bytes)
    }

    /// Holds a whole line against its check; nil when it is right, and then taken.
    /// - Parameter line: With its newline.
    mutating func damage(of line: UnsafeRawBufferPointer) -> ManifestError.Damage? {
        let end = line.count - 1 - Self.endLength
        let label = end - Self.label.utf8CodeUnitCount
        guard label > 0, line.starts(with: Self.label, at: label), line.starts(with: "\"}\n", at: line.count - 3) else {
            return .malformed("the line does not end in its check")
        }
        // As text, since the case of its digits is part of no later check on the last line.
        let digits = Hexadecimal.digits(of: check(line.slice(0..<end)))
        if line.loadUnaligned(fromByteOffset: end, as: UInt64.self) != digits { return .changed }
        self.end(line.slice(end..<line.count))
        return nil
    }
}
