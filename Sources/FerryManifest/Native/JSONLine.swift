internal import FerryCore
internal import Glibc

/// Writes the fields of one JSON object after another into memory of its own, without asking an array for room at every piece.
struct JSONLine: ~Copyable {
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 << 10, alignment: 64)
    private var count = 0

    deinit { buffer.deallocate() }

    /// The line so far.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<count]) }

    /// Starts an object with its first field.
    mutating func begin(_ name: StaticString) {
        count = 0
        key(name, after: UInt8(ascii: "{"))
    }

    /// Adds another field's name.
    mutating func field(_ name: StaticString) {
        key(name, after: UInt8(ascii: ","))
    }

    /// The name in quotes, and what stands around them, with one look at the room that is left.
    private mutating func key(_ name: StaticString, after mark: UInt8) {
        let length = name.utf8CodeUnitCount
        makeRoom(for: length + 4)
        let place = buffer.baseAddress! + count
        place.storeBytes(of: mark, as: UInt8.self)
        place.storeBytes(of: UInt8(ascii: "\""), toByteOffset: 1, as: UInt8.self)
        memcpy(place + 2, name.utf8Start, length)
        place.storeBytes(of: UInt8(ascii: "\""), toByteOffset: length + 2, as: UInt8.self)
        place.storeBytes(of: UInt8(ascii: ":"), toByteOffset: length + 3, as: UInt8.self)
        count += length + 4
    }

    /// A value that needs no escapes, in quotes.
    mutating func plain(_ value: StaticString) {
        byte(UInt8(ascii: "\""))
        raw(value)
        byte(UInt8(ascii: "\""))
    }

    /// In quotes, without leading zeros.
    mutating func octal(_ value: UInt16) {
        byte(UInt8(ascii: "\""))
        var shift = 15
        while shift > 0 && value >> shift == 0 { shift -= 3 }
        while shift >= 0 {
            byte(UInt8(ascii: "0") + UInt8(value >> shift & 7))
            shift -= 3
        }
        byte(UInt8(ascii: "\""))
    }

    mutating func text(_ value: UnsafeRawBufferPointer) {
        if value.isPlainText {
            byte(UInt8(ascii: "\""))
            append(value)
            byte(UInt8(ascii: "\""))
        } else {
            var escaped: [UInt8] = []
            JSONString.append(value, to: &escaped)
            escaped.withUnsafeBytes { append($0) }
        }
    }

    mutating func number(_ value: Int64) {
        if value < 0 { byte(UInt8(ascii: "-")) }
        var length = 1
        var limit: UInt64 = 10
        while length < 19 && value.magnitude >= limit {
            length += 1
            limit &*= 10
        }
        decimal(value.magnitude, digits: length)
    }

    mutating func time(_ value: Timestamp) {
        byte(UInt8(ascii: "\""))
        number(value.seconds)
        byte(UInt8(ascii: "."))
        decimal(UInt64(value.nanoseconds), digits: 9)
        byte(UInt8(ascii: "\""))
    }

    mutating func hexadecimal(_ value: UnsafeRawBufferPointer) {
        byte(UInt8(ascii: "\""))
        appendDigits(of: value)
        byte(UInt8(ascii: "\""))
    }

    mutating func raw(_ value: StaticString) {
        append(UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// Ends a line of a manifest with the value of its check.
    mutating func check(_ value: UInt32) {
        withUnsafeBytes(of: value.bigEndian) { appendDigits(of: $0) }
        raw("\"}\n")
    }

    mutating func list(_ values: [String]) {
        byte(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { byte(UInt8(ascii: ",")) }
            Array(value.utf8).withUnsafeBytes { text($0) }
        }
        byte(UInt8(ascii: "]"))
    }

    /// A field with a name. One that is not UTF-8 is shown with replacement characters, and a second field has it
    /// exactly, in Base64.
    mutating func name(_ value: [UInt8], exactly: StaticString) {
        let isText = value.withUnsafeBytes { $0.isPlainText } || String(validating: value, as: UTF8.self) != nil
        if isText { return value.withUnsafeBytes { text($0) } }
        Array(String(decoding: value, as: UTF8.self).utf8).withUnsafeBytes { text($0) }
        field(exactly)
        byte(UInt8(ascii: "\""))
        Array(Base64.encode(value).utf8).withUnsafeBytes { append($0) }
        byte(UInt8(ascii: "\""))
    }

    // MARK: Bytes

    @inline(__always)
    private mutating func byte(_ value: UInt8) {
        if count == buffer.count { makeRoom(for: 1) }
        buffer[count] = value
        count += 1
    }

    private mutating func append(_ value: UnsafeRawBufferPointer) {
        makeRoom(for: value.count)
        if let base = value.baseAddress { memcpy(buffer.baseAddress! + count, base, value.count) }
        count += value.count
    }

    /// In hexadecimal, two a byte.
    private mutating func appendDigits(of value: UnsafeRawBufferPointer) {
        makeRoom(for: 2 * value.count)
        Hexadecimal.write(value, to: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
        count += 2 * value.count
    }

    /// The last `digits` decimal digits.
    private mutating func decimal(_ value: UInt64, digits: Int) {
        makeRoom(for: digits)
        var rest = value
        var place = count + digits
        while place > count {
            place -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
        count += digits
    }

    @inline(__always)
    private mutating func makeRoom(for length: Int) {
        if buffer.count - count < length { grow(by: length) }
    }

    private mutating func grow(by length: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * (count + length), alignment: 64)
        larger.copyMemory(from: bytes)
        buffer.deallocate()
        buffer = larger
    }
}
