public import FerryCore

/// Signatures of files that this user's runs wrote or read elsewhere, by where they are. Used by all threads.
///
/// What is remembered says nothing about what is there now: a file composed from remembered blocks is committed only
/// after its content is confirmed.
public struct SignatureStore: Sendable {
    private let store: StateStore

    /// One of them must not push out all others, in bytes: that of a file of some 10 GiB.
    public static let largest = 32 << 20

    public init(_ store: StateStore) {
        self.store = store
    }

    /// The signature's bytes as they were stored, if the file's size, time and version are what they were then.
    ///
    /// - Parameter location: The endpoint's, as absolute as it can be told, without secrets.
    public func signature(of entry: Entry, at location: String) -> [UInt8]? {
        let key = key(entry.path, location)
        let row: (bytes: [UInt8], seen: Int64)? = store.read { (database) throws(SQLiteError) in
            var row: ([UInt8], Int64)?
            let values = [key, .blob(EntryStamp(entry).bytes)]
            try database.run("SELECT content, seen FROM signature WHERE key = ? AND version = ?", values) {
                row = ($0.blob(0), $0.integer(1))
            }
            return row
        }
        guard let row else { return nil }
        if StateClock.isOutdated(row.seen) { remember(row.bytes, of: entry, at: location) }
        return row.bytes
    }

    /// Replaces what is remembered of an earlier version. Oversized ones are not kept.
    public func remember(_ signature: [UInt8], of entry: Entry, at location: String) {
        guard signature.count <= Self.largest else { return forget(entry.path, at: location) }
        let values = [
            key(entry.path, location), .blob(EntryStamp(entry).bytes), .blob(signature), .integer(StateClock.now),
        ]
        store.write { (database) throws(SQLiteError) in
            try database.run(
                "INSERT OR REPLACE INTO signature (key, version, content, seen) VALUES (?, ?, ?, ?)", values)
        }
    }

    public func forget(_ path: RelativePath, at location: String) {
        let key = key(path, location)
        store.write { (database) throws(SQLiteError) in
            try database.run("DELETE FROM signature WHERE key = ?", [key])
        }
    }

    private func key(_ path: RelativePath, _ location: String) -> SQLiteValue {
        StateKey.of(Array(location.utf8), path.bytes)
    }
}
