public import FerryCore

/// What a manifest describes, in sums: by directory, by size, by age.
public struct ManifestTotals: Sendable {
    public struct Group: Sendable, Hashable {
        public private(set) var files: Int64 = 0
        /// Of the files whose size is told: of how many, and their sum.
        public private(set) var sized: Int64 = 0
        public private(set) var knownSize: Int64 = 0

        /// Of all files; nil where that of one is not told: lists of digests tell none.
        public var size: Int64? { sized == files ? knownSize : nil }

        mutating func add(_ record: Record) {
            files += 1
            guard let size = record.size else { return }
            sized += 1
            knownSize &+= size
        }
    }

    /// The limits of age groups, in days.
    public static let ages = [1, 7, 30, 365]
    /// A tree may have more directories at its top than anyone reads, or memory holds.
    private static let mostDirectories = 10_000

    public private(set) var all = Group()
    public private(set) var entries: Int64 = 0
    /// By the first component of their paths; files of the root itself under the empty path.
    public var directories: [RelativePath: Group] { numbers.mapValues { groups[$0] } }
    /// `directories`, the largest first as far as sizes are told, then those with the most files.
    public var largestDirectories: [(path: RelativePath, group: Group)] {
        directories.map { ($0.key, $0.value) }.sorted { left, right in
            let (one, other) = ((left.1.knownSize, left.1.files), (right.1.knownSize, right.1.files))
            return one != other ? one > other : left.0.bytes.lexicographicallyPrecedes(right.0.bytes)
        }
    }
    /// What did not fit in `directories`.
    public private(set) var otherDirectories = Group()
    /// The largest first, of those whose size is told.
    public private(set) var largest: [Record] = []
    /// Younger than each of `ages`, and the rest, of the files whose time is told.
    public private(set) var byAge: [Group] = Array(repeating: Group(), count: ages.count + 1)
    /// Whether any file's time is told.
    public var knowsTimes: Bool { byAge.contains { $0.files > 0 } }

    private var numbers: [RelativePath: Int] = [:]
    private var groups: [Group] = []
    private var recent: (top: RelativePath, number: Int)?
    private let now: Timestamp
    private let longest: Int

    public init(now: Timestamp, largest count: Int = 10) {
        self.now = now
        longest = count
    }

    public mutating func add(_ record: Record) {
        entries += 1
        guard record.kind == .file else { return }
        all.add(record)
        addDirectory(record)
        if let modified = record.modified {
            let days = (now.seconds - modified.seconds) / 86_400
            byAge[Self.ages.firstIndex { days < $0 } ?? Self.ages.count].add(record)
        }
        if let size = record.size, largest.count < longest || size > largest.last!.size! {
            let place = largest.firstIndex { $0.size! < size } ?? largest.count
            largest.insert(record, at: place)
            if largest.count > longest { largest.removeLast() }
        }
    }

    /// Records come in order, so that the next one nearly always belongs to the directory of the last.
    private mutating func addDirectory(_ record: Record) {
        if let (top, number) = recent, record.path.begins(with: top), record.path.bytes.count > top.bytes.count,
            record.path.bytes[top.bytes.count] == RelativePath.separator
        {
            return groups[number].add(record)
        }
        let top = record.path.topDirectory
        if let number = numbers[top] ?? newGroup(for: top) {
            groups[number].add(record)
            recent = top.isRoot ? nil : (top, number)
        } else {
            otherDirectories.add(record)
        }
    }

    private mutating func newGroup(for top: RelativePath) -> Int? {
        if groups.count == Self.mostDirectories { return nil }
        numbers[top] = groups.count
        groups.append(Group())
        return groups.count - 1
    }
}
