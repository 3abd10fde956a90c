internal import FerryCore
internal import Glibc

/// The names of one directory in canonical order: 16 bytes and the name itself for each, so that a directory of a
/// million names costs about 30 MB and all others next to nothing.
///
/// A name's key is the name and a last byte, `/` for a directory and NUL for all else. No name contains either, so keys
/// compare like paths in canonical order, by their bytes.
///
/// Filled by one thread, then only read, by any.
final class NameTable: @unchecked Sendable {
    struct Record {
        /// The key's first eight bytes, big-endian: most comparisons end here, without touching the name.
        let prefix: UInt64
        fileprivate let offset: UInt32
        let length: UInt16
        let isDirectory: Bool
    }

    private var bytes: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int
    private(set) var records = [Record]()

    init() {
        capacity = 1024
        bytes = .allocate(capacity: capacity)
    }

    deinit {
        bytes.deallocate()
    }

    func append(_ name: UnsafeBufferPointer<UInt8>, isDirectory: Bool) {
        if count + name.count + 1 > capacity { grow(by: name.count + 1) }
        let key = bytes + count
        key.update(from: name.baseAddress!, count: name.count)
        key[name.count] = isDirectory ? RelativePath.separator : 0
        var prefix: UInt64 = 0
        for index in 0..<min(8, name.count + 1) { prefix |= UInt64(key[index]) << UInt64(56 - 8 * index) }
        records.append(
            Record(prefix: prefix, offset: UInt32(count), length: UInt16(name.count), isDirectory: isDirectory))
        count += name.count + 1
    }

    /// Sorts, drops names that a directory changing underneath returned twice, and ends each name with NUL.
    /// Returns whether the names now are in order: a listing checks that itself.
    func finish() -> Bool {
        let bytes = UnsafePointer(bytes)
        records.sort { Self.order($0, $1, bytes) < 0 }
        var kept = 0
        for index in records.indices {
            let order = kept == 0 ? -1 : Self.order(records[kept - 1], records[index], bytes)
            if order > 0 { return false }
            if order == 0 { continue }
            records[kept] = records[index]
            kept += 1
        }
        records.removeLast(records.count - kept)
        for record in records { self.bytes[Int(record.offset) + Int(record.length)] = 0 }
        return true
    }

    /// The name of a record, with NUL after its end. Valid as long as the table.
    func name(of record: Record) -> UnsafePointer<UInt8> {
        UnsafePointer(bytes + Int(record.offset))
    }

    private static func order(_ left: Record, _ right: Record, _ bytes: UnsafePointer<UInt8>) -> CInt {
        if left.prefix != right.prefix { return left.prefix < right.prefix ? -1 : 1 }
        let length = Int(min(left.length, right.length)) + 1
        if length <= 8 { return 0 }
        return memcmp(bytes + Int(left.offset) + 8, bytes + Int(right.offset) + 8, length - 8)
    }

    private func grow(by needed: Int) {
        capacity = max(capacity * 2, count + needed)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        grown.update(from: bytes, count: count)
        bytes.deallocate()
        bytes = grown
    }
}
