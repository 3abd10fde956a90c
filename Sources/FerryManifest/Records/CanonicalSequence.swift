internal import FerryCore

/// Watches that records come in canonical order, that no path comes twice, and that nothing lies below what is no
/// directory.
struct CanonicalSequence {
    private var last: (path: RelativePath, isDirectory: Bool)?
    /// Entries that are no directories, whose paths begin the last one, which is not among them: `a`, while `a-b` or `a/` may
    /// follow.
    private var open: [RelativePath] = []

    /// Why a record may not come next; nil if it may.
    mutating func admit(_ record: Record) -> ManifestError.Damage? {
        if record.path.isRoot { return .malformed("the root is no entry") }
        if let last {
            let order = CanonicalOrder.compare(
                last.path, isDirectory: last.isDirectory, record.path, isDirectory: record.kind == .directory)
            if order == 0 { return .duplicate(record.path) }
            if order > 0 { return .outOfOrder(record.path) }
        }
        if let last, !last.isDirectory, record.path.begins(with: last.path) {
            open.append(last.path)
        } else {
            while let name = open.last, !record.path.begins(with: name) { open.removeLast() }
        }
        if !open.isEmpty, let holder = open.first(where: { record.path.isInside($0) }) { return .duplicate(holder) }
        last = (record.path, record.kind == .directory)
        return nil
    }
}
