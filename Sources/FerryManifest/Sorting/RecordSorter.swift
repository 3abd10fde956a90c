internal import FerryCore

/// Brings records that come in any order into canonical order, with bounded memory: what is too much for it lies in a
/// temporary file that nobody else sees.
public final class RecordSorter {
    /// About 3 MiB.
    private static let runLength = 8_000

    private var pending: [SpooledRecord] = []
    private var runs: [SpoolRun] = []
    private var spool: RecordSpoolFile?
    private let runLength: Int

    /// - Parameter runLength: How many records are held in memory; others than the usual number are for tests.
    public init(runLength: Int? = nil) {
        self.runLength = runLength ?? Self.runLength
    }

    /// - Parameter line: Where the record came from, for messages.
    public func add(_ record: Record, line: Int) throws(ManifestError) {
        pending.append(SpooledRecord(record: record, line: line))
        if pending.count == runLength { try spill() }
    }

    private func spill() throws(ManifestError) {
        sortPending()
        if spool == nil { spool = try RecordSpoolFile() }
        runs.append(try spool!.append(pending))
        pending = []
        pending.reserveCapacity(runLength)
    }

    private func sortPending() {
        var keys = CanonicalKeys()
        for item in pending { keys.append(item.record) }
        pending = keys.sorted().map { pending[$0] }
    }

    /// All records, in order. Several of one path become one: what they say is joined, and must not contradict. The sorter
    /// is empty after that.
    public func sorted(as dialect: Dialect) throws(ManifestError) -> SortedRecords {
        if runs.isEmpty {
            sortPending()
            defer { pending = [] }
            return SortedRecords([MemoryRun(pending)], spool: nil, dialect: dialect)
        }
        if !pending.isEmpty { try spill() }
        pending = []
        defer { (runs, spool) = ([], nil) }
        var sources: [any RecordRun] = []
        for run in runs { sources.append(SpooledRun(run, in: spool!)) }
        return SortedRecords(sources, spool: spool, dialect: dialect)
    }
}

extension RecordSorter {
    /// The records of a manifest in canonical order: itself where it has that order. One of another kind is read to its end
    /// before the first record is handed over.
    ///
    /// - Parameter again: How to open it once more. A list is then looked through first, and sorted only if it is not in
    ///   order: lists of ferry are, and those of names that `LC_ALL=C sort` has sorted.
    public static func ordered(
        _ reader: any RecordReader, again: ManifestOpening.Again? = nil
    ) throws(ManifestError) -> any RecordReader {
        if reader.isOrdered { return reader }
        guard let again else { return try gathered(reader) }
        let isInOrder = try AscendingRecords.fit(reader)
        let fresh = try again()
        return isInOrder ? AscendingRecords(fresh) : try gathered(fresh)
    }

    /// All records of a manifest in canonical order, read to the end before the first one is handed over: what is wrong
    /// with it is known by then.
    public static func gathered(_ reader: any RecordReader) throws(ManifestError) -> any RecordReader {
        let sorter = RecordSorter()
        while let record = try reader.next() { try sorter.add(record, line: reader.line) }
        let sorted = try sorter.sorted(as: reader.dialect)
        sorted.warnings = reader.warnings
        return sorted
    }
}
