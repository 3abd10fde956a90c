internal import FerryCore
internal import Glibc

/// What records are sorted by, as plain bytes: to compare and to move records themselves counts their references, which
/// took two fifths of a sort.
struct CanonicalKeys {
    private struct Key {
        let start: Int
        let length: Int
        let number: Int
    }

    /// Never without an address.
    private var bytes: [UInt8] = [0]
    private var keys: [Key] = []

    /// A directory counts as its path and the separator.
    mutating func append(_ record: Record) {
        let start = bytes.count
        bytes += record.path.bytes
        if record.kind == .directory { bytes.append(RelativePath.separator) }
        keys.append(Key(start: start, length: bytes.count - start, number: keys.count))
    }

    /// The numbers of the records, counted from 0, in canonical order; those of one path as they came.
    consuming func sorted() -> [Int] {
        let bytes = bytes
        var keys = keys
        bytes.withUnsafeBytes { bytes in
            keys.sort { one, other in
                let common = min(one.length, other.length)
                let order = memcmp(bytes.baseAddress! + one.start, bytes.baseAddress! + other.start, common)
                if order != 0 { return order < 0 }
                return one.length != other.length ? one.length < other.length : one.number < other.number
            }
        }
        return keys.map(\.number)
    }
}
