internal import FerryCore

/// Appends the fields of one JSON object to a buffer.
struct JSONLine {
    private(set) var bytes: [UInt8] = []

    /// Starts an object with its first field.
    mutating func begin(_ name: StaticString) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(UInt8(ascii: "{"))
        key(name)
    }

    /// Adds another field's name.
    mutating func field(_ name: StaticString) {
        bytes.append(UInt8(ascii: ","))
        key(name)
    }

    private mutating func key(_ name: StaticString) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// A value that needs no escapes, in quotes.
    mutating func plain(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: value.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// In quotes, without leading zeros.
    mutating func octal(_ value: UInt16) {
        bytes.append(UInt8(ascii: "\""))
        var shift = 15
        while shift > 0 && value >> shift == 0 { shift -= 3 }
        while shift >= 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(value >> shift & 7))
            shift -= 3
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func text(_ value: some Collection<UInt8>) {
        JSONString.append(value, to: &bytes)
    }

    mutating func number(_ value: Int64) {
        DecimalText.append(value, to: &bytes)
    }

    mutating func time(_ value: Timestamp) {
        bytes.append(UInt8(ascii: "\""))
        DecimalText.append(value.seconds, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        DecimalText.append(UInt64(value.nanoseconds), digits: 9, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func hexadecimal(_ value: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        Hexadecimal.append(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func raw(_ value: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// Ends a line of a manifest with the value of its check.
    mutating func check(_ value: UInt32) {
        withUnsafeBytes(of: value.bigEndian) { Hexadecimal.append($0, to: &bytes) }
        raw("\"}\n")
    }

    mutating func list(_ values: [String]) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            text(value.utf8)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// A field with a name. One that is not UTF-8 is shown with replacement characters, and a second field has it
    /// exactly, in Base64.
    mutating func name(_ value: [UInt8], exactly: StaticString) {
        if value.allSatisfy({ $0 < 0x80 }) || String(validating: value, as: UTF8.self) != nil { return text(value) }
        text(String(decoding: value, as: UTF8.self).utf8)
        field(exactly)
        plain(Base64.encode(value))
    }
}
