/// Strings of JSON (RFC 8259, section 7).
public enum JSONString {
    /// Appends UTF-8 text in quotes.
    public static func append(_ text: some Collection<UInt8>, to result: inout [UInt8]) {
        text.withContiguousStorageIfAvailable { append(raw: UnsafeRawBufferPointer($0), to: &result) }
            ?? Array(text).withUnsafeBytes { append(raw: $0, to: &result) }
    }

    // Not generic: one body for whatever holds the text.
    private static func append(raw text: UnsafeRawBufferPointer, to result: inout [UInt8]) {
        result.append(UInt8(ascii: "\""))
        if text.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 != 0x7F }) {
            result.append(contentsOf: text)
        } else {
            for byte in text { append(escaping: byte, to: &result) }
        }
        result.append(UInt8(ascii: "\""))
    }

    private static func append(escaping byte: UInt8, to result: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): result += "\\n".utf8
        case UInt8(ascii: "\t"): result += "\\t".utf8
        case 0..<0x20, 0x7F: result += "\\u00\(Hexadecimal.encode([byte]))".utf8
        default: result.append(byte)
        }
    }
}
