internal import FerryCore

/// Watches that records come in canonical order, that no path comes twice, and that nothing lies below what is no
/// directory.
struct CanonicalSequence {
    private var last: Record?
    /// Entries that are no directories, whose paths begin the last one: `a`, while `a-b` or `a/` may follow.
    private var open: [RelativePath] = []

    /// Why a record may not come next; nil if it may.
    mutating func admit(_ record: Record) -> ManifestError.Damage? {
        if let last {
            let order = last.canonicalOrder(to: record)
            if order == 0 { return .duplicate(record.path) }
            if order > 0 { return .outOfOrder(record.path) }
        }
        while let name = open.last, !record.path.bytes.starts(with: name.bytes) { open.removeLast() }
        if let holder = open.first(where: { record.path.isInside($0) }) { return .duplicate(holder) }
        if record.kind != .directory { open.append(record.path) }
        last = record
        return nil
    }
}
