/// Bytes as pairs of hexadecimal digits.
public enum Hexadecimal {
    private static let digits: InlineArray<16, UInt8> = [
        0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66,
    ]

    /// Lower-case digits, two a byte.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// As `encode`, at the end of a text.
    public static func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        bytes.withContiguousStorageIfAvailable { append(raw: UnsafeRawBufferPointer($0), to: &text) }
            ?? Array(bytes).withUnsafeBytes { append(raw: $0, to: &text) }
    }

    // Not generic: one body for whatever holds the bytes.
    private static func append(raw bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let start = text.count
        text.append(contentsOf: repeatElement(0, count: 2 * bytes.count))
        text.withUnsafeMutableBytes { write(bytes, to: UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
    }

    /// Lower-case digits, two a byte, into memory that has room for them.
    public static func write(_ bytes: UnsafeRawBufferPointer, to text: UnsafeMutableRawBufferPointer) {
        precondition(text.count >= 2 * bytes.count)
        var done = 0
        while bytes.count - done >= 4 {
            let four = bytes.loadUnaligned(fromByteOffset: done, as: UInt32.self)
            text.storeBytes(of: digits(ofBytes: four), toByteOffset: 2 * done, as: UInt64.self)
            done += 4
        }
        for index in done..<bytes.count {
            text[2 * index] = digit(bytes[index] >> 4)
            text[2 * index + 1] = digit(bytes[index] & 15)
        }
    }

    /// The eight digits of four bytes, in memory order on both sides: the halves of all bytes are spread first.
    @inline(__always)
    private static func digits(ofBytes four: UInt32) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var spread = UInt64(four.littleEndian)
        spread = (spread | spread &<< 16) & 0x0000_FFFF_0000_FFFF
        spread = (spread | spread &<< 8) & 0x00FF_00FF_00FF_00FF
        let values = (spread &>> 4 | spread &<< 8) & (ones &* 0x0F)
        let letters = (values &+ ones &* 6) &>> 4 & ones
        return (values &+ ones &* 0x30 &+ letters &* 39).littleEndian
    }

    /// The eight lower-case digits of a number, the highest first, as they lie in memory.
    public static func digits(of number: UInt32) -> UInt64 { digits(ofBytes: number.bigEndian) }

    /// The digit of a value below 16.
    public static func digit(_ value: UInt8) -> UInt8 { digits[Int(value)] }

    /// Nil for an odd number of digits or any other character.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        text.withContiguousStorageIfAvailable { decode(raw: UnsafeRawBufferPointer($0)) }
            ?? Array(text).withUnsafeBytes { decode(raw: $0) }
    }

    private static func decode(raw text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var isRight = false
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 2) { bytes, count in
            count = text.count / 2
            isRight = decode(
                text, into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[..<count]))
        }
        return isRight ? bytes : nil
    }

    /// Decodes an even number of digits into memory that has room for half as many bytes; false for any other character.
    public static func decode(_ text: UnsafeRawBufferPointer, into bytes: UnsafeMutableRawBufferPointer) -> Bool {
        let count = text.count / 2
        precondition(bytes.count >= count)
        var done = 0
        while count - done >= 4, let four = fourBytes(text.loadUnaligned(fromByteOffset: 2 * done, as: UInt64.self)) {
            bytes.storeBytes(of: four, toByteOffset: done, as: UInt32.self)
            done += 4
        }
        var all: UInt8 = 0
        for index in done..<count {
            let (high, low) = (value(of: text[2 * index]), value(of: text[2 * index + 1]))
            bytes[index] = high << 4 | low
            all |= high | low
        }
        return all < 16
    }

    /// The bytes that eight lower-case digits stand for, in memory order on both sides; nil where others are among them.
    ///
    /// All eight at once: a letter has bit 6 set and is worth nine more than its low half. Digits made of the values again must be
    /// those that were given.
    @inline(__always)
    private static func fourBytes(_ digits: UInt64) -> UInt32? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let values = (digits & (ones &* 0x0F)) &+ (digits &>> 6 & ones) &* 9
        let letters = (values &+ ones &* 6) &>> 4 & ones
        guard values & (ones &* 0xF0) == 0, values &+ ones &* 0x30 &+ letters &* 39 == digits else { return nil }
        let pairs = (values.littleEndian &<< 4 | values.littleEndian &>> 8) & 0x00FF_00FF_00FF_00FF
        let halves = (pairs | pairs &>> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: halves | halves &>> 16).littleEndian
    }

    public static func isDigit(_ character: UInt8) -> Bool { value(of: character) < 16 }

    /// 255 for what is no digit.
    private static func value(of character: UInt8) -> UInt8 {
        let (decimal, letter) = (character &- UInt8(ascii: "0"), (character | 0x20) &- UInt8(ascii: "a"))
        return decimal < 10 ? decimal : letter < 6 ? letter + 10 : 255
    }
}
