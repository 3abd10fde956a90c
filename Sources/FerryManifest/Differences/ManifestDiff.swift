public import FerryCore

/// Compares two manifests of any kinds, with memory that does not grow with their length.
///
/// What changed is told as it is found, in canonical order; then what was renamed, removed and added, each in that order.
public struct ManifestDiff {
    private let old: any RecordReader
    private let new: any RecordReader

    public init(old: any RecordReader, new: any RecordReader) throws(ManifestError) {
        self.old = try RecordSorter.ordered(old)
        self.new = try RecordSorter.ordered(new)
    }

    /// The number of paths that both say the same of. Nothing more is told once the comparison is cancelled.
    public func run(
        unless cancellation: Cancellation = Cancellation(), _ tell: (RecordDifference) -> Void
    ) throws(ManifestError) -> Int {
        var same = 0
        let renames = RenameSearch(cancellation)
        var left = try old.next()
        var right = try new.next()
        while !cancellation.isCancelled, left != nil || right != nil {
            let order = Self.order(left, right)
            if order == 0, let one = left, let other = right {
                if let difference = RecordDifference(old: one, new: other) { tell(difference) } else { same += 1 }
            } else if order < 0, let one = left {
                if new.dialect.describes(one.kind) { try renames.removed(one) }
            } else if let other = right {
                if old.dialect.describes(other.kind) { try renames.added(other) }
            }
            if order <= 0 { left = try old.next() }
            if order >= 0 { right = try new.next() }
        }
        try renames.tellAll(tell)
        return same
    }

    private static func order(_ left: Record?, _ right: Record?) -> Int {
        guard let left else { return 1 }
        guard let right else { return -1 }
        return left.canonicalOrder(to: right)
    }
}
