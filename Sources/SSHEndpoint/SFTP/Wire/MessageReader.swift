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
        return bytes[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
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

    /// A number of items, each of at least `size` bytes.
    mutating func count(ofAtLeast size: Int) throws(ConnectionFailure) -> Int {
        let count = Int(try uint32())
        guard count <= remaining / size else { throw Self.truncated }
        return count
    }

    static let truncated = ConnectionFailure.violation("a message is shorter than it says")
}
