/// Where the rest of a range of keys can be cut so that its pieces are listed side by side. Nothing is known of the keys to
/// come: a few questions for the first key behind another one find the leftmost byte at which they still differ from the
/// last one listed, and there the range is cut.
struct KeyRangeCut {
    /// What all keys begin with.
    let prefix: Int
    /// The last key that was listed.
    let position: [UInt8]
    let end: [UInt8]?

    /// Behind every key that continues the bytes before it: the greatest character.
    private static let last = Array("\u{10FFFF}".utf8)

    /// At most so many keys, in order, behind the position; those that are listed need not be among them.
    /// - Parameter firstKey: Tells the first key behind another one.
    func keys(_ count: Int, firstKey: (_ after: [UInt8]) throws(S3Failure) -> [UInt8]?) throws(S3Failure) -> [[UInt8]] {
        guard let next = try leftmostDifference(firstKey) else { return [] }
        let shared = zip(position, next).prefix { $0 == $1 }.count
        guard shared < next.count, let bytes = Self.bytes(from: next[shared]) else { return [] }
        let all = bytes.map { Array(next[..<shared]) + [$0] }.filter { key in
            end.map { key.lexicographicallyPrecedes($0) } ?? true
        }
        let pieces = min(count, all.count)
        return (0..<pieces).map { all[$0 * all.count / pieces] }
    }

    /// The first key that leaves what is common to the most of the keys before it.
    private func leftmostDifference(
        _ firstKey: (_ after: [UInt8]) throws(S3Failure) -> [UInt8]?
    ) throws(S3Failure) -> [UInt8]? {
        var candidates = position.indices.dropFirst(prefix).filter { Self.bytes(from: position[$0]) != nil }[...]
        var found: [UInt8]?
        while !candidates.isEmpty {
            let middle = candidates.startIndex + candidates.count / 2
            let start = Array(position[...candidates[middle]] + Self.last)
            let key = try firstKey(start)
            if let key, end.map({ key.lexicographicallyPrecedes($0) }) ?? true {
                found = key
                candidates = candidates[..<middle]
            } else {
                candidates = candidates[(middle + 1)...]
            }
        }
        return found
    }

    /// The rest of the digits or letters of its kind: what names mostly differ in.
    private static func bytes(from byte: UInt8) -> ClosedRange<UInt8>? {
        for (first, last) in ["09", "AZ", "az"].map({ ($0.utf8.first!, $0.utf8.last!) })
        where (first...last).contains(byte) {
            return byte...last
        }
        return nil
    }
}
