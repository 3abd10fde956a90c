/// Rules made ready for matching: flat rows and one array of bytes, so that a match neither allocates nor counts
/// references. A row takes 4 to 15 ns.
struct RuleTable: Sendable {
    private var rows: [Row] = []
    private var bytes: [UInt8] = []

    var isEmpty: Bool { rows.isEmpty }

    /// - Parameter base: the absolute path of the directory that transfer paths start from, without a trailing slash
    ///   (so empty for `/`).
    init(_ rules: some Sequence<FilterRule>, base: [UInt8]) {
        for rule in rules { append(rule, base: base) }
    }

    /// What the first matching rule says: true to include, false to exclude, nil when none matches.
    func verdict(on path: [UInt8], isDirectory: Bool, ignoringPerishable: Bool) -> Bool? {
        firstMatch(on: path, isDirectory: isDirectory, ignoringPerishable: ignoringPerishable)
            .map { rows[$0].options.contains(.includes) }
    }

    /// The place of the first matching rule among all.
    func firstMatch(on path: [UInt8], isDirectory: Bool, ignoringPerishable: Bool) -> Int? {
        if rows.isEmpty || path.isEmpty { return nil }
        return path.withUnsafeBufferPointer { path in
            bytes.withUnsafeBufferPointer { bytes in
                let entry = Entry(path: path, isDirectory: isDirectory)
                return rows.firstIndex { row in
                    !(ignoringPerishable && row.options.contains(.perishable)) && row.matches(entry, bytes)
                }
            }
        }
    }

    private mutating func append(_ rule: FilterRule, base: [UInt8]) {
        let pattern = PathPattern(rule, base: base)
        let prefixStart = bytes.count
        bytes += pattern.prefix
        let patternStart = bytes.count
        bytes += pattern.bytes
        var options: Row.Options = []
        if rule.includes { options.insert(.includes) }
        if rule.isNegated { options.insert(.negated) }
        if rule.isPerishable { options.insert(.perishable) }
        if rule.directoriesOnly { options.insert(.directoriesOnly) }
        if pattern.matchesContents { options.insert(.slashAfterDirectory) }
        if pattern.isWild { options.insert(.wild) }
        rows.append(
            Row(
                prefix: prefixStart..<patternStart, pattern: patternStart..<bytes.count,
                skipped: pattern.skippedBytes, lastByte: pattern.lastByte, scope: pattern.scope, options: options))
    }
}

extension RuleTable {
    /// What is being asked about.
    struct Entry {
        let path: UnsafeBufferPointer<UInt8>
        let name: UnsafeBufferPointer<UInt8>
        let lastByte: UInt8
        let isDirectory: Bool

        /// - Parameter path: not empty.
        init(path: UnsafeBufferPointer<UInt8>, isDirectory: Bool) {
            self.path = path
            let slash = path.lastIndex(of: RelativePath.separator)
            name = UnsafeBufferPointer(rebasing: path[(slash.map { $0 + 1 } ?? 0)...])
            lastByte = path[path.count - 1]
            self.isDirectory = isDirectory
        }
    }

    struct Row {
        struct Options: OptionSet {
            let rawValue: UInt8
            static let includes = Options(rawValue: 1)
            static let negated = Options(rawValue: 2)
            static let perishable = Options(rawValue: 4)
            static let directoriesOnly = Options(rawValue: 8)
            static let slashAfterDirectory = Options(rawValue: 16)
            static let wild = Options(rawValue: 32)
        }

        let prefix: Range<Int>
        let pattern: Range<Int>
        let skipped: Int
        let lastByte: UInt8?
        let scope: PathPattern.Scope
        let options: Options

        func matches(_ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
            if options.contains(.directoriesOnly), !entry.isDirectory { return options.contains(.negated) }
            // Ends most comparisons: 20 rules of a usual kind took 0.68 us an entry without it, 0.27 us with it.
            if let lastByte, lastByte != entry.lastByte { return options.contains(.negated) }
            return fits(entry, bytes) != options.contains(.negated)
        }

        private func fits(_ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
            let pattern = UnsafeBufferPointer(rebasing: bytes[pattern])
            switch scope {
            case .name: return compare(pattern, FilterSubject(entry.name), from: 0)
            case .nameEnding:
                guard entry.name.count >= pattern.count else { return false }
                return FilterSubject(entry.name).equals(pattern, from: entry.name.count - pattern.count)
            case .lastComponents(let count):
                let subject = subject(entry, bytes)
                guard let start = subject.start(ofLast: count) else { return false }
                return compare(pattern, subject, from: start)
            case .wholePath: return compare(pattern, subject(entry, bytes), from: 0)
            case .afterAnySlash: return fitsAfterAnySlash(pattern, subject(entry, bytes))
            }
        }

        private func fitsAfterAnySlash(_ pattern: UnsafeBufferPointer<UInt8>, _ subject: FilterSubject) -> Bool {
            if compare(pattern, subject, from: 0) { return true }
            for index in 0..<subject.count where subject[index] == RelativePath.separator {
                if compare(pattern, subject, from: index + 1) { return true }
            }
            return false
        }

        private func compare(
            _ pattern: UnsafeBufferPointer<UInt8>, _ subject: FilterSubject, from start: Int
        ) -> Bool {
            options.contains(.wild)
                ? Wildcard.matches(pattern, subject, from: start) : subject.equals(pattern, from: start)
        }

        private func subject(_ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> FilterSubject {
            FilterSubject(
                prefix: UnsafeBufferPointer(rebasing: bytes[prefix]),
                path: UnsafeBufferPointer(rebasing: entry.path[min(skipped, entry.path.count)...]),
                endsInSlash: entry.isDirectory && options.contains(.slashAfterDirectory))
        }
    }
}
