internal import FerryCore

/// Puts values into the bytes of a message. Numbers are variable-length (LEB128: seven bits a byte, lowest first), so
/// that most take one byte or two.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(byte: UInt8) {
        bytes.append(byte)
    }

    mutating func put(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func put(_ number: UInt32) { put(UInt64(number)) }

    /// Zigzag: small numbers of either sign stay short.
    mutating func put(_ number: Int64) { put(UInt64(bitPattern: (number << 1) ^ (number >> 63))) }

    mutating func put(_ flag: Bool) { put(byte: flag ? 1 : 0) }

    /// A length, and so many bytes.
    mutating func put(_ text: some Collection<UInt8>) {
        put(UInt64(text.count))
        bytes.append(contentsOf: text)
    }

    mutating func put(_ text: String) { put(text.utf8) }

    mutating func put(_ path: RelativePath) { put(path.bytes) }

    /// Bytes whose length the message's end gives.
    mutating func put(rest: some Collection<UInt8>) {
        bytes.append(contentsOf: rest)
    }

    /// Whether there is a value, and then the value.
    mutating func put<Value>(optional value: Value?, _ body: (inout WireWriter, Value) -> Void) {
        put(value != nil)
        if let value { body(&self, value) }
    }
}
