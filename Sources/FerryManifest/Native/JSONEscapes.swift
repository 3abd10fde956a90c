/// Escapes in strings of JSON (RFC 8259, section 7).
enum JSONEscapes {
    static func decode(_ text: UnsafeRawBufferPointer) throws(JSONScanner.Failure) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte != UInt8(ascii: "\\") {
                result.append(byte)
            } else {
                try appendEscape(text, &index, to: &result)
            }
        }
        return result
    }

    private static func appendEscape(
        _ text: UnsafeRawBufferPointer, _ index: inout Int, to result: inout [UInt8]
    ) throws(JSONScanner.Failure) {
        guard index < text.count else { throw unknown }
        let letter = text[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(letter)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"):
            result.append(contentsOf: String(Character(try scalar(text, &index))).utf8)
        default: throw unknown
        }
    }

    /// The four digits after `\u`, and the second half of a surrogate pair where they are the first.
    private static func scalar(
        _ text: UnsafeRawBufferPointer, _ index: inout Int
    ) throws(JSONScanner.Failure) -> Unicode.Scalar {
        let high = try unit(text, &index)
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800...0xDBFF).contains(high), text.starts(with: "\\u", at: index) else { throw unknown }
        index += 2
        let low = try unit(text, &index)
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw unknown }
        return scalar
    }

    private static func unit(
        _ text: UnsafeRawBufferPointer, _ index: inout Int
    ) throws(JSONScanner.Failure) -> UInt32 {
        guard index + 4 <= text.count, text[index] != UInt8(ascii: "+"),
            let unit = UInt32(String(decoding: text.slice(index..<index + 4), as: UTF8.self), radix: 16)
        else { throw unknown }
        index += 4
        return unit
    }

    private static var unknown: JSONScanner.Failure { .init(text: "an escape that JSON does not have") }
}
