internal import FerryCore

/// Reads one JSON object (RFC 8259) field by field. Strict in syntax; what the fields mean is the caller's.
struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var isFirst = true

    /// Not JSON as it should be, with the words for it.
    struct Failure: Error {
        let text: String
    }

    init(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        self.bytes = bytes
        try expect(UInt8(ascii: "{"), "an object")
    }

    /// The next field's name, which ends the one before, or nil after the last. Names with escapes stay as they are.
    mutating func nextKey() throws(Failure) -> UnsafeRawBufferPointer? {
        skipSpace()
        if peek == UInt8(ascii: "}") {
            position += 1
            skipSpace()
            if position < bytes.count { throw Failure(text: "something follows the object") }
            return nil
        }
        if !isFirst { try expect(UInt8(ascii: ","), "',' or '}'") }
        isFirst = false
        let key = try stringSlice().slice
        try expect(UInt8(ascii: ":"), "':'")
        skipSpace()
        return key
    }

    /// A string's text, decoded; always UTF-8.
    mutating func string() throws(Failure) -> [UInt8] {
        let (slice, isPlain) = try stringSlice()
        if isPlain { return Array(slice) }
        let text = try JSONEscapes.decode(slice)
        guard String(validating: text, as: UTF8.self) != nil else { throw Failure(text: "text that is not UTF-8") }
        return text
    }

    /// A string without escapes, as it lies there: hexadecimal, numbers in quotes.
    mutating func plainString() throws(Failure) -> UnsafeRawBufferPointer {
        let (slice, isPlain) = try stringSlice()
        if !isPlain { throw Failure(text: "a value with characters that do not belong there") }
        return slice
    }

    /// A whole number that fits 64 bits.
    mutating func integer() throws(Failure) -> Int64 {
        skipSpace()
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let start = position
        var value: Int64 = 0
        while let digit = peek, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") {
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
            if overflow || carry { throw Failure(text: "a number that is too large") }
            value = sum
            position += 1
        }
        let next = peek ?? UInt8(ascii: ",")
        if position == start || next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") {
            throw Failure(text: "a value that is no whole number")
        }
        return isNegative ? -value : value
    }

    mutating func boolean() throws(Failure) -> Bool {
        for (word, value) in [("true", true) as (StaticString, Bool), ("false", false)]
        where bytes.starts(with: word, at: position) {
            position += word.utf8CodeUnitCount
            return value
        }
        throw Failure(text: "a value that is neither true nor false")
    }

    /// An array of strings.
    mutating func strings() throws(Failure) -> [[UInt8]] {
        try expect(UInt8(ascii: "["), "'['")
        var values: [[UInt8]] = []
        skipSpace()
        if peek == UInt8(ascii: "]") {
            position += 1
            return values
        }
        while true {
            values.append(try string())
            skipSpace()
            guard let next = peek else { throw Failure(text: "an array without an end") }
            position += 1
            if next == UInt8(ascii: "]") { return values }
            if next != UInt8(ascii: ",") { throw Failure(text: "an array without ','") }
        }
    }

    /// The text of a string, or a number as it is written.
    mutating func scalar() throws(Failure) -> [UInt8] {
        skipSpace()
        if peek == UInt8(ascii: "\"") { return try string() }
        let start = position
        try skipNumber()
        return Array(bytes.slice(start..<position))
    }

    /// Passes over a value that means nothing here. Not objects or arrays of others: no line is deep.
    mutating func skip() throws(Failure) {
        skipSpace()
        switch peek {
        case UInt8(ascii: "\""): _ = try stringSlice()
        case UInt8(ascii: "["): _ = try strings()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
        default: try skipNumber()
        }
    }

    private static let deepest = 32

    /// As `skip`, of any value.
    mutating func skipAny(depth: Int = 0) throws(Failure) {
        if depth > Self.deepest { throw Failure(text: "values within values, too deep") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "["), UInt8(ascii: "{"): try skipNested(depth: depth)
        case UInt8(ascii: "n") where bytes.starts(with: "null", at: position): position += 4
        default: try skip()
        }
    }

    private mutating func skipNested(depth: Int) throws(Failure) {
        let isObject = peek == UInt8(ascii: "{")
        let end = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        position += 1
        skipSpace()
        if peek == end {
            position += 1
            return
        }
        while true {
            if isObject {
                _ = try stringSlice()
                try expect(UInt8(ascii: ":"), "':'")
            }
            try skipAny(depth: depth + 1)
            skipSpace()
            if peek == end {
                position += 1
                return
            }
            try expect(UInt8(ascii: ","), "',' or the end")
        }
    }

    /// A number of any kind: `-1.5e3`.
    private mutating func skipNumber() throws(Failure) {
        skipSpace()
        if peek == UInt8(ascii: "-") { position += 1 }
        let start = position
        try skipDigits()
        if position - start > 1, bytes[start] == UInt8(ascii: "0") {
            throw Failure(text: "a number that begins with 0")
        }
        if peek == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(Failure) {
        let start = position
        while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        if position == start { throw Failure(text: "a value that is none") }
    }

    // MARK: Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
            position += 1
        }
    }

    private mutating func expect(_ byte: UInt8, _ what: String) throws(Failure) {
        skipSpace()
        guard peek == byte else { throw Failure(text: "\(what) was expected at column \(position + 1)") }
        position += 1
    }

    /// The text between quotes, and whether it is printable ASCII without escapes.
    private mutating func stringSlice() throws(Failure) -> (slice: UnsafeRawBufferPointer, isPlain: Bool) {
        try expect(UInt8(ascii: "\""), "a string")
        let start = position
        // Nearly all strings are plain, and end at the next quote.
        if let end = bytes.offset(of: UInt8(ascii: "\""), from: start), bytes.slice(start..<end).isPlainText {
            position = end + 1
            return (bytes.slice(start..<end), true)
        }
        return try escapedSlice(from: start)
    }

    private mutating func escapedSlice(
        from start: Int
    ) throws(Failure) -> (slice: UnsafeRawBufferPointer, isPlain: Bool) {
        var isPlain = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return (bytes.slice(start..<position - 1), isPlain)
            }
            if byte < 0x20 { throw Failure(text: "a control character in a string") }
            if byte >= 0x7F || byte == UInt8(ascii: "\\") { isPlain = false }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        throw Failure(text: "a string without an end")
    }
}
