internal import FerryCore

/// Sorted runs as one stream in canonical order, each path once.
package final class SortedRecords: RecordReader {
    package let dialect: Dialect
    package internal(set) var warnings: [ManifestWarning] = []
    package private(set) var line = 0

    private let runs: [any RecordRun]
    /// The next record of each run.
    private var heads: [SpooledRecord?] = []
    private var order = CanonicalSequence()
    private let spool: RecordSpoolFile?

    init(_ runs: [any RecordRun], spool: RecordSpoolFile?, dialect: Dialect) {
        self.runs = runs
        self.spool = spool
        self.dialect = dialect
    }

    package var isOrdered: Bool { true }

    package func next() throws(ManifestError) -> Record? {
        if heads.isEmpty { for run in runs { heads.append(try run.next()) } }
        guard var joined = try take() else { return nil }
        while let index = least(), heads[index]!.record.canonicalOrder(to: joined.record) == 0 {
            try joined.join(heads[index]!)
            heads[index] = try runs[index].next()
        }
        line = joined.line
        if let damage = order.admit(joined.record) { throw .damaged(line: line, damage) }
        return joined.record
    }

    private func take() throws(ManifestError) -> SpooledRecord? {
        guard let index = least() else { return nil }
        defer { line = heads[index]?.line ?? line }
        let record = heads[index]
        heads[index] = try runs[index].next()
        return record
    }

    private func least() -> Int? {
        var best: Int?
        for (index, head) in heads.enumerated() {
            guard let head else { continue }
            if let leader = best, !head.precedes(heads[leader]!) { continue }
            best = index
        }
        return best
    }
}

extension SpooledRecord {
    /// Adds what a later line says of the same path.
    fileprivate mutating func join(_ other: SpooledRecord) throws(ManifestError) {
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
