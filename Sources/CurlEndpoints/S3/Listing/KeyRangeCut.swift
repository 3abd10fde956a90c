internal import FerryCore

/// Where the rest of a range of keys can be cut so that its pieces are listed side by side. Nothing is known of the keys to
/// come. The directories that follow the last listed key's own are asked for first: they tell real boundaries, in one request
/// a level. Where there are none, or more than are worth looking at, a few questions for the first key behind another one
/// find the leftmost byte at which keys still differ from the last one listed, and there the range is cut.
struct KeyRangeCut {
    /// What all keys begin with.
    let prefix: Int
    /// A key that was listed before the last one; empty when there was none.
    let earlier: [UInt8]
    /// The last key that was listed.
    let position: [UInt8]
    let end: [UInt8]?

    /// Asks the store.
    protocol Questions {
        /// The first key behind another one.
        func firstKey(after key: [UInt8]) throws(S3Failure) -> [UInt8]?
        /// What follows in a directory, whose key ends in a slash or is empty: the keys of files and, with a slash, of
        /// directories. Nil where that is much.
        func siblings(in directory: [UInt8], after key: [UInt8]) throws(S3Failure) -> [[UInt8]]?
    }

    /// Behind every key that continues the bytes before it: the greatest character.
    private static let last = Array("\u{10FFFF}".utf8)

    /// At most so many keys, in order, behind the position; those that are listed need not be among them.
    func keys(_ count: Int, _ store: some Questions) throws(S3Failure) -> [[UInt8]] {
        var directory = position[..<shared].lastIndex(of: RelativePath.separator).map { $0 + 1 } ?? 0
        directory = max(directory, prefix)
        while let slash = position[directory...].firstIndex(of: RelativePath.separator) {
            let siblings = try store.siblings(
                in: Array(position[..<directory]), after: position[...slash] + Self.last)
            guard let siblings else { return try differing(count, in: directory..<slash, store) }
            // Files beside the directories are fewer than are worth a cut.
            let directories = siblings.filter { $0.last == RelativePath.separator && isAhead($0) }
            if !directories.isEmpty { return Self.evenly(count, of: directories) }
            directory = slash + 1
        }
        return try differing(count, in: directory..<position.count, store)
    }

    /// How many bytes all keys to come begin with, as far as is known.
    private var shared: Int {
        guard let end else { return prefix }
        return max(prefix, Self.shared(position, end))
    }

    private func isAhead(_ key: [UInt8]) -> Bool {
        guard position.lexicographicallyPrecedes(key) else { return false }
        return end.map { key.lexicographicallyPrecedes($0) } ?? true
    }

    /// What is listed, which begins before the first of them, is one piece more.
    private static func evenly(_ count: Int, of keys: [[UInt8]]) -> [[UInt8]] {
        let pieces = min(count, keys.count)
        return (0..<pieces).map { keys[pieces < count ? $0 : ($0 + 1) * keys.count / (count + 1)] }
    }

    /// At the leftmost of these bytes of the position that keys still differ in.
    private func differing(
        _ count: Int, in bytes: Range<Int>, _ store: some Questions
    ) throws(S3Failure) -> [[UInt8]] {
        guard let next = try leftmostDifference(in: bytes, store) else { return [] }
        let shared = Self.shared(position, next)
        guard shared < next.count, let bytes = Self.bytes(from: next[shared]) else { return [] }
        let all = bytes.map { Array(next[..<shared]) + [$0] }.filter(isAhead)
        let pieces = min(count, all.count)
        return (0..<pieces).map { all[$0 * all.count / pieces] }
    }

    /// The first key that leaves what is common to the most of the keys before it.
    private func leftmostDifference(in bytes: Range<Int>, _ store: some Questions) throws(S3Failure) -> [UInt8]? {
        var candidates = bytes.filter { $0 >= shared && Self.bytes(from: position[$0]) != nil }[...]
        // Mostly it is where keys have differed so far, or before.
        let known = Self.shared(earlier, position)
        var middle = candidates.firstIndex(of: known) ?? candidates.startIndex + candidates.count / 2
        var found: [UInt8]?
        while !candidates.isEmpty {
            let key = try store.firstKey(after: Array(position[...candidates[middle]]) + Self.last)
            if let key, isAhead(key) {
                found = key
                candidates = candidates[..<middle]
            } else {
                candidates = candidates[(middle + 1)...]
            }
            middle = candidates.startIndex + candidates.count / 2
        }
        return found
    }

    private static func shared(_ one: [UInt8], _ other: [UInt8]) -> Int { zip(one, other).prefix { $0 == $1 }.count }

    /// The rest of the digits or letters of its kind: what names mostly differ in.
    private static func bytes(from byte: UInt8) -> ClosedRange<UInt8>? {
        for (first, last) in ["09", "AZ", "az"].map({ ($0.utf8.first!, $0.utf8.last!) })
        where (first...last).contains(byte) {
            return byte...last
        }
        return nil
    }
}
