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

    /// Holds a whole line, without its newline, against its check; nil when it is right. The newline is then taken as well.
    mutating func damage(of text: UnsafeRawBufferPointer) -> ManifestError.Damage? {
        let end = text.count - Self.endLength
        let label = end - Self.label.utf8CodeUnitCount
        guard label > 0, text.starts(with: Self.label, at: label), text.starts(with: "\"}", at: text.count - 2) else {
            return .malformed("the line does not end in its check")
        }
        // As text, since the case of its digits is part of no later check on the last line.
        let check = check(text.slice(0..<end))
        for place in 0..<8
        where text[end + place] != Hexadecimal.digit(UInt8(check >> UInt32(28 - 4 * place) & 15)) {
            return .changed
        }
        self.end(text.slice(end..<text.count))
        let newline = UInt8(ascii: "\n")
        withUnsafeBytes(of: newline) { self.end($0) }
        return nil
    }
}
