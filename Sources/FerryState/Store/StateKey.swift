internal import FerryCore

/// The key of a row: a hash of the parts that name it. Two names with one key make each other's row useless, no more.
enum StateKey {
    static func of(_ parts: [UInt8]...) -> SQLiteValue {
        .integer(Int64(bitPattern: hash(parts)))
    }

    static func hash(_ parts: [[UInt8]]) -> UInt64 {
        var bytes: [UInt8] = []
        for part in parts {
            withUnsafeBytes(of: UInt64(part.count).littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: part)
        }
        return bytes.withUnsafeBytes { XXH3.hash64($0.baseAddress!, count: $0.count) }
    }
}
