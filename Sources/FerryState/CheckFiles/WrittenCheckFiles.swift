package import FerryCore
internal import Synchronization

/// The check files that runs of this user wrote at one place. Others of such names may be the place's own affair: these
/// are ferry's, and stay as long as the data is what they say of it.
package final class WrittenCheckFiles: Sendable {
    private let store: StateStore
    private let location: [UInt8]
    private let pending = Mutex<[Row]>([])

    private typealias Row = (key: SQLiteValue, fingerprint: SQLiteValue)

    private static let batchRows = 512

    /// - Parameter location: The destination's, as absolute as it can be told, without secrets.
    package init(_ store: StateStore, at location: [UInt8]) {
        self.store = store
        self.location = location
    }

    /// - Parameters:
    ///   - file: As it was written.
    ///   - data: The file that it says something of, at its source.
    package func remember(_ file: Entry, of data: RecordedFile) {
        let isFull = pending.withLock { pending in
            pending.append((key(file), fingerprint(file, data)))
            return pending.count >= Self.batchRows
        }
        if isFull { flush() }
    }

    /// Whether a run wrote this file, about data as it still is at its source.
    package func contains(_ file: Entry, of data: RecordedFile) -> Bool {
        let key = key(file), fingerprint = fingerprint(file, data)
        let seen = store.read { (database) throws(SQLiteError) in
            var seen: Int64?
            try database.run("SELECT seen FROM written WHERE key = ? AND fingerprint = ?", [key, fingerprint]) {
                seen = $0.integer(0)
            }
            return seen
        }
        guard let seen else { return false }
        if StateClock.isOutdated(seen) { remember(file, of: data) }
        return true
    }

    /// Writes what is left.
    package func flush() {
        let rows = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        guard !rows.isEmpty else { return }
        let now = StateClock.now
        store.write { (database) throws(SQLiteError) in
            for row in rows {
                try database.run(
                    "INSERT OR REPLACE INTO written (key, fingerprint, seen) VALUES (?, ?, ?)",
                    [row.key, row.fingerprint, .integer(now)])
            }
        }
    }

    private func key(_ file: Entry) -> SQLiteValue { StateKey.of(location, file.path.bytes) }

    private func fingerprint(_ file: Entry, _ data: RecordedFile) -> SQLiteValue {
        .integer(Int64(bitPattern: RecordFingerprint.of(source: data, destination: RecordedFile(file))))
    }
}
