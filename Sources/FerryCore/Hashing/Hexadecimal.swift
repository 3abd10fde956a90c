/// Bytes as pairs of hexadecimal digits.
package enum Hexadecimal {
    private static let digits: InlineArray<16, UInt8> = [
        0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66,
    ]

    /// Lower-case digits, two a byte.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// As `encode`, at the end of a text.
    package static func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        bytes.withContiguousStorageIfAvailable { append(raw: UnsafeRawBufferPointer($0), to: &text) }
            ?? Array(bytes).withUnsafeBytes { append(raw: $0, to: &text) }
    }

    // Not generic: a million lines of a manifest pass here, and what is generic is not specialised across modules.
    private static func append(raw bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let start = text.count
        text.append(contentsOf: repeatElement(0, count: 2 * bytes.count))
        text.withUnsafeMutableBytes { text in
            for (index, byte) in bytes.enumerated() {
                text[start + 2 * index] = digit(byte >> 4)
                text[start + 2 * index + 1] = digit(byte & 15)
            }
        }
    }

    /// The digit of a value below 16.
    package static func digit(_ value: UInt8) -> UInt8 { digits[Int(value)] }

    /// Nil for an odd number of digits or any other character.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        text.withContiguousStorageIfAvailable { decode(raw: UnsafeRawBufferPointer($0)) }
            ?? Array(text).withUnsafeBytes { decode(raw: $0) }
    }

    private static func decode(raw text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var all: UInt8 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 2) { bytes, count in
            count = text.count / 2
            for index in 0..<count {
                let (high, low) = (value(of: text[2 * index]), value(of: text[2 * index + 1]))
                bytes[index] = high << 4 | low
                all |= high | low
            }
        }
        return all < 16 ? bytes : nil
    }

    package static func isDigit(_ character: UInt8) -> Bool { value(of: character) < 16 }

    /// 255 for what is no digit.
    private static func value(of character: UInt8) -> UInt8 {
        let (decimal, letter) = (character &- UInt8(ascii: "0"), (character | 0x20) &- UInt8(ascii: "a"))
        return decimal < 10 ? decimal : letter < 6 ? letter + 10 : 255
    }
}
