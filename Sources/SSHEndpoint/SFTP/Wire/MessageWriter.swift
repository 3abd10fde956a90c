/// Builds a message: length, type, request id, fields. Length and id are filled in when it is sent.
struct MessageWriter {
    /// Length and type; every message but the first has a request id after them.
    static let idOffset = 5
    static let headerLength = 9

    private(set) var bytes: [UInt8]

    init(_ type: MessageType, capacity: Int = 64) {
        bytes = []
        bytes.reserveCapacity(Self.headerLength + capacity)
        bytes += [0, 0, 0, 0, type.rawValue, 0, 0, 0, 0]
    }

    mutating func append(_ value: UInt32) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// A string: its length and its bytes.
    mutating func append(_ string: some Collection<UInt8>) {
        append(UInt32(string.count))
        bytes.append(contentsOf: string)
    }

    mutating func append(_ attributes: FileAttributes) {
        attributes.encode(into: &self)
    }

    /// Length and id, for a message that `extra` bytes follow.
    static func complete(_ bytes: inout [UInt8], id: UInt32, extra: Int = 0) {
        set(UInt32(bytes.count - 4 + extra), at: 0, of: &bytes)
        set(id, at: idOffset, of: &bytes)
    }

    private static func set(_ value: UInt32, at offset: Int, of bytes: inout [UInt8]) {
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(8 * (3 - index))) }
    }
}
