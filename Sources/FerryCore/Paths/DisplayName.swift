/// Names as a terminal may show them.
public enum DisplayName {
    /// Bytes as text: valid UTF-8 stays, control characters but tabs, and invalid bytes, become `\#ooo` (three octal digits),
    /// and a backslash that could be mistaken for such an escape does too. This is rsync's escaping in a UTF-8 locale.
    public static func escaping(_ bytes: some Collection<UInt8>) -> String {
        let bytes = Array(bytes)
        if isPlain(bytes) { return String(decoding: bytes, as: UTF8.self) }
        var text = ""
        var index = 0
        while index < bytes.count {
            if let length = plainLength(bytes, at: index) {
                text += String(decoding: bytes[index..<index + length], as: UTF8.self)
                index += length
            } else {
                text += octal(bytes[index])
                index += 1
            }
        }
        return text
    }

    /// Whether the bytes are shown as they are, by a look at each alone. Nearly all names are, and a listing of 200,000 asks
    /// for each: as a generic `allSatisfy` this took a third of its time.
    public static func isPlain(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            for byte in bytes where byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\\") { return false }
            return true
        }
    }

    /// The length of the printable character that starts at `index`, or nil when its first byte must be escaped.
    private static func plainLength(_ bytes: [UInt8], at index: Int) -> Int? {
        let byte = bytes[index]
        if byte < 0x80 {
            if byte == UInt8(ascii: "\\") { return looksLikeEscape(bytes, at: index) ? nil : 1 }
            return (byte < 0x20 && byte != UInt8(ascii: "\t")) || byte == 0x7F ? nil : 1
        }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        guard index + length <= bytes.count,
            let character = String(validating: bytes[index..<index + length], as: UTF8.self),
            let scalar = character.unicodeScalars.first, scalar.properties.generalCategory != .control
        else { return nil }
        return length
    }

    private static func looksLikeEscape(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index + 4 < bytes.count, bytes[index + 1] == UInt8(ascii: "#") else { return false }
        return bytes[(index + 2)...(index + 4)].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func octal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 8)
        return "\\#" + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
