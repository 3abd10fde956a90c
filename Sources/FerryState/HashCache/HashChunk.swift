internal import FerryCore
internal import Glibc

/// A fact about each of the files whose inode numbers are neighbours, as one blob: files of a directory often are, so that one
/// look-up serves many of them.
///
/// Shape: records of the inode number's low byte, the stamp (size, modification and change times, 40 bytes) and the fact,
/// in the order of the low bytes; then XXH3 of all that, because a damaged one must not be believed.
struct HashChunk {
    private(set) var records: [UInt8] = []
    let factLength: Int
    var isChanged = false

    static let inodes: UInt64 = 256
    private static let stampLength = 40
    private static let sealLength = 8

    /// How many records a row of the table holds, in SQL.
    static let countExpression = "(LENGTH(records) - \(sealLength)) / (\(1 + stampLength) + digest)"

    private var stride: Int { 1 + Self.stampLength + factLength }

    init(factLength: Int) {
        self.factLength = factLength
    }

    /// An empty chunk when the blob is not what was stored.
    init(sealed blob: [UInt8], factLength: Int) {
        self.factLength = factLength
        guard blob.count > Self.sealLength, Self.seal(of: blob.dropLast(Self.sealLength)).elementsEqual(blob.suffix(8)),
            (blob.count - Self.sealLength).isMultiple(of: stride)
        else { return }
        records = Array(blob.dropLast(Self.sealLength))
    }

    var sealed: [UInt8] { records + Self.seal(of: records[...]) }
    var count: Int { records.count / stride }

    func fact(of file: HashedFile) -> ArraySlice<UInt8>? {
        let position = position(of: file.slot)
        guard position < records.count, records[position] == file.slot else { return nil }
        let stamp = position + 1
        let isEqual = records.withUnsafeBytes { records in
            file.stamp.withUnsafeBytes { memcmp(records.baseAddress! + stamp, $0.baseAddress!, Self.stampLength) == 0 }
        }
        guard isEqual else { return nil }
        return records[(stamp + Self.stampLength)..<(position + stride)]
    }

    mutating func insert(_ fact: [UInt8], of file: HashedFile) {
        let position = position(of: file.slot)
        let isKnown = position < records.count && records[position] == file.slot
        records.replaceSubrange(
            position..<(isKnown ? position + stride : position), with: [file.slot] + file.stamp + fact)
        isChanged = true
    }

    /// Takes over what another process has found out, where this one has nothing newer.
    mutating func merge(_ other: HashChunk) {
        for position in Swift.stride(from: 0, to: other.records.count, by: other.stride) {
            let slot = other.records[position]
            let own = self.position(of: slot)
            if own < records.count, records[own] == slot { continue }
            records.insert(contentsOf: other.records[position..<(position + stride)], at: own)
        }
    }

    /// Where the record of this slot is or belongs.
    private func position(of slot: UInt8) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if records[middle * stride] < slot { low = middle + 1 } else { high = middle }
        }
        return low * stride
    }

    private static func seal(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        let hash = bytes.withUnsafeBytes { $0.isEmpty ? 0 : XXH3.hash64($0.baseAddress!, count: $0.count) }
        return withUnsafeBytes(of: hash.littleEndian) { Array($0) }
    }
}
