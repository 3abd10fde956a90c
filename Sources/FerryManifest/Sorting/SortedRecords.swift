internal import FerryCore

/// Sorted runs as one stream in canonical order, each path once.
public final class SortedRecords: RecordReader {
    public let dialect: Dialect
    public internal(set) var warnings: [ManifestWarning] = []
    public private(set) var line = 0

    private let runs: [any RecordRun]
    /// Nil before the first record was asked for.
    private var heap: RunHeap?
    private var order = CanonicalSequence()
    private let spool: RecordSpoolFile?

    init(_ runs: [any RecordRun], spool: RecordSpoolFile?, dialect: Dialect) {
        self.runs = runs
        self.spool = spool
        self.dialect = dialect
    }

    public var isOrdered: Bool { true }

    public func next() throws(ManifestError) -> Record? {
        var heap = if let heap { heap } else { try RunHeap(runs) }
        // Held by one of the two, such that it is changed where it is.
        self.heap = nil
        defer { self.heap = heap }
        guard var joined = try heap.popFirst() else { return nil }
        while let next = heap.first, next.isOfSamePath(as: joined), let other = try heap.popFirst() {
            try joined.join(other)
        }
        line = joined.line
        if let damage = order.admit(joined.record) { throw .damaged(line: line, damage) }
        return joined.record
    }
}

extension SpooledRecord {
    /// Whether both are of one path, and both or neither of a directory.
    func isOfSamePath(as other: SpooledRecord) -> Bool {
        record.path == other.record.path && record.canonicalOrder(to: other.record) == 0
    }

    /// Adds what a later line says of the same path.
    mutating func join(_ other: SpooledRecord) throws(ManifestError) {
        let contradiction = ManifestError.damaged(line: other.line, .contradiction(record.path, earlier: line))
        if other.record.kind != record.kind { throw contradiction }
        for digest in other.record.digests {
            if let known = record.digest(digest.algorithm) {
                if known != digest { throw contradiction }
            } else {
                record.digests.append(digest)
            }
        }
        if let size = other.record.size {
            if let known = record.size, known != size { throw contradiction }
            record.size = size
        }
    }
}
