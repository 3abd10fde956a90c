internal import FerryEndpoints

/// Takes fields off the front of a message. Every length that the other side names is held against what is there.
struct MessageReader {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8], from position: Int = 0) {
        self.bytes = bytes
        self.position = position
        end = bytes.count
    }

    var isAtEnd: Bool { position == end }
    private var remaining: Int { end - position }

    mutating func byte() throws(ConnectionFailure) -> UInt8 {
        guard remaining >= 1 else { throw Self.truncated }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func uint32() throws(ConnectionFailure) -> UInt32 {
        guard remaining >= 4 else { throw Self.truncated }
        defer { position += 4 }
        // One load: a listing consists of little else.
        return bytes.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt32.self)) }
    }

    mutating func uint64() throws(ConnectionFailure) -> UInt64 {
        UInt64(try uint32()) << 32 | UInt64(try uint32())
    }

    /// A string, as a slice of the message.
    mutating func string() throws(ConnectionFailure) -> ArraySlice<UInt8> {
        let length = Int(try uint32())
        guard length <= remaining else { throw Self.truncated }
        defer { position += length }
        return bytes[position..<position + length]
    }

    /// Goes past a string that nobody wants.
    mutating func skipString() throws(ConnectionFailure) {
        let length = Int(try uint32())
        guard length <= remaining else { throw Self.truncated }
        position += length
    }

    /// Everything that is left.
    mutating func takeRest() -> [UInt8] {
        defer { position = end }
        return Array(bytes[position..<end])
    }

    /// A number of items, each of at least `size` bytes.
    mutating func count(ofAtLeast size: Int) throws(ConnectionFailure) -> Int {
        let count = Int(try uint32())
        guard count <= remaining / size else { throw Self.truncated }
        return count
    }

    static let truncated = ConnectionFailure.violation("a message is shorter than it says")
}
