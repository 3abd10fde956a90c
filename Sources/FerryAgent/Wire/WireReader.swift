internal import FerryCore
internal import FerryEndpoints

/// Takes values out of the bytes of a message that anyone may have sent: nothing is trusted, and nothing is allocated
/// that the message does not hold.
struct WireReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() throws(ConnectionFailure) -> UInt8 {
        guard let byte = rest.popFirst() else { throw Self.tooShort }
        return byte
    }

    mutating func number() throws(ConnectionFailure) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 64, by: 7) {
            let byte = try byte()
            if shift == 63, byte > 1 { break }
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
        }
        throw .violation("a number has more than 64 bits")
    }

    mutating func signed() throws(ConnectionFailure) -> Int64 {
        let zigzag = try number()
        return Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    }

    /// A number within a type's range.
    mutating func number<Number: FixedWidthInteger>(as _: Number.Type) throws(ConnectionFailure) -> Number {
        guard let number = Number(exactly: try number()) else { throw .violation("a number is out of range") }
        return number
    }

    mutating func flag() throws(ConnectionFailure) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw .violation("a truth value is neither 0 nor 1")
        }
    }

    mutating func text() throws(ConnectionFailure) -> ArraySlice<UInt8> {
        let length = try number()
        guard length <= UInt64(rest.count) else { throw Self.tooShort }
        defer { rest = rest.dropFirst(Int(length)) }
        return rest.prefix(Int(length))
    }

    mutating func string() throws(ConnectionFailure) -> String { String(decoding: try text(), as: UTF8.self) }

    /// A path that stays below its root: the check of `RelativePath` itself.
    mutating func path() throws(ConnectionFailure) -> RelativePath {
        let bytes = try text()
        do {
            return try RelativePath(validating: bytes)
        } catch {
            throw .violation("'\(DisplayName.escaping(Array(bytes)))' is no path")
        }
    }

    /// The length of a file or an offset in one.
    mutating func length() throws(ConnectionFailure) -> Int64 { try number(as: Int64.self) }

    mutating func optional<Value>(
        _ body: (inout WireReader) throws(ConnectionFailure) -> Value
    ) throws(ConnectionFailure) -> Value? {
        try flag() ? try body(&self) : nil
    }

    /// Everything that is left.
    mutating func takeRest() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return rest
    }

    /// To be called where a message should be over.
    func end() throws(ConnectionFailure) {
        if !rest.isEmpty { throw .violation("a message is longer than its content") }
    }

    private static let tooShort = ConnectionFailure.violation("a message ends early")
}
