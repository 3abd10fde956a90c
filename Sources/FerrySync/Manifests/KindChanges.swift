internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Finds, in a merge of records and entries in canonical order, paths that are a directory on one side only. Of these, each
/// side comes at its own place: `a`, then perhaps `a-b`, then `a/`.
struct KindChanges {
    /// Paths of records that are no directories, without an entry.
    private var records: [RelativePath] = []
    /// Entries that are no directories, without a record so far.
    private var entries: [Entry] = []

    /// To be called with each path before what it stands for is added: what cannot have a counterpart any more is given up.
    /// Those of it that are entries have no record.
    mutating func advance(to path: RelativePath) -> [Entry] {
        if records.isEmpty && entries.isEmpty { return [] }
        records.removeAll { !path.begins(with: $0) }
        let extra = entries.filter { !path.begins(with: $0.path) }
        entries.removeAll { !path.begins(with: $0.path) }
        return extra
    }

    /// Takes a record without an entry. The entry that it has after all, if that is known already.
    mutating func add(_ record: Record) -> Entry? {
        if record.kind != .directory {
            records.append(record.path)
            return nil
        }
        guard let index = entries.firstIndex(where: { $0.path == record.path }) else { return nil }
        return entries.remove(at: index)
    }

    /// Takes an entry without a record; false when it has one after all, which was told of, or may still have one.
    mutating func isExtra(_ entry: Entry) -> Bool {
        if entry.isDirectory { return !records.contains(entry.path) }
        entries.append(entry)
        return false
    }

    /// The entries that have no record, at the end of both sides.
    mutating func finish() -> [Entry] {
        defer { entries = [] }
        return entries
    }
}
