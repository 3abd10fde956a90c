internal import FerryCore

/// Finds among what was removed and what was added the files of equal content: both are sorted by digest, and merged.
final class RenameSearch {
    private let removedByDigest = RecordSorter()
    private let addedByDigest = RecordSorter()
    private let renamed = RecordSorter()
    private let removedOnly = RecordSorter()
    private let addedOnly = RecordSorter()
    private var count = 0
    /// Sorts of what two long manifests have nothing of in common take seconds.
    private let cancellation: Cancellation

    init(_ cancellation: Cancellation) {
        self.cancellation = cancellation
    }

    func removed(_ record: Record) throws(ManifestError) {
        try add(record, to: removedByDigest, or: removedOnly)
    }

    func added(_ record: Record) throws(ManifestError) {
        try add(record, to: addedByDigest, or: addedOnly)
    }

    private func add(_ record: Record, to byDigest: RecordSorter, or others: RecordSorter) throws(ManifestError) {
        count += 1
        guard let digest = Self.strongest(record) else { return try others.add(record, line: count) }
        var keyed = record
        keyed.path = RelativePath(unchecked: Array(digest.hexadecimal.utf8)).appending(record.path)
        try byDigest.add(keyed, line: count)
    }

    /// Equal checks that anyone can forge are no sign of equal content; empty files were not renamed.
    private static func strongest(_ record: Record) -> Digest? {
        guard record.kind == .file, record.size != 0 else { return nil }
        return record.digests.filter(\.algorithm.isLikelyUnique).max { $0.bytes.count < $1.bytes.count }
    }

    func tellAll(_ tell: (RecordDifference) -> Void) throws(ManifestError) {
        try match()
        try forEach(renamed) { record in
            var record = record
            let from = RelativePath(unchecked: record.linkTarget ?? [])
            record.linkTarget = nil
            tell(.renamed(from: from, record))
        }
        try forEach(removedOnly) { tell(.removed($0)) }
        try forEach(addedOnly) { tell(.added($0)) }
    }

    private func match() throws(ManifestError) {
        let old = try removedByDigest.sorted(as: .native)
        let new = try addedByDigest.sorted(as: .native)
        var left = try old.next().map(Keyed.init)
        var right = try new.next().map(Keyed.init)
        while !cancellation.isCancelled, left != nil || right != nil {
            let order = left == nil ? 1 : right == nil ? -1 : left!.order(to: right!)
            if order == 0, let one = left, var record = right?.record {
                record.linkTarget = one.record.path.bytes
                try renamed.add(record, line: 0)
            } else if order < 0, let one = left {
                try removedOnly.add(one.record, line: 0)
            } else if let other = right {
                try addedOnly.add(other.record, line: 0)
            }
            if order <= 0 { left = try old.next().map(Keyed.init) }
            if order >= 0 { right = try new.next().map(Keyed.init) }
        }
    }

    private func forEach(_ sorter: RecordSorter, _ body: (Record) -> Void) throws(ManifestError) {
        let sorted = try sorter.sorted(as: .native)
        while !cancellation.isCancelled, let record = try sorted.next() { body(record) }
    }

    /// A record whose path was prefixed by its digest, taken apart again.
    private struct Keyed {
        let key: [UInt8]
        var record: Record

        init(_ record: Record) {
            let slash = record.path.bytes.firstIndex(of: RelativePath.separator)!
            key = Array(record.path.bytes[..<slash])
            self.record = record
            self.record.path = RelativePath(unchecked: Array(record.path.bytes[(slash + 1)...]))
        }

        func order(to other: Keyed) -> Int { CanonicalOrder.compare(key, false, other.key, false) }
    }
}

extension DigestAlgorithm {
    /// Whether different contents do not have one digest by chance.
    fileprivate var isLikelyUnique: Bool { digestLength >= 16 }
}
