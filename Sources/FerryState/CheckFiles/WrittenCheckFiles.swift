public import FerryCore
internal import Synchronization

/// The check files that runs of this user wrote at one place, or found there to be what they would have written. Others of such
/// names may be the place's own affair: these are ferry's, and stay as long as the data is what they say of it.
public final class WrittenCheckFiles: Sendable {
    private let store: StateStore
    private let root: [UInt8]
    private let pending = Mutex<[Row]>([])
    /// Whether earlier runs wrote any, anywhere; nil before anybody asks.
    private let rows = Mutex<Bool?>(nil)

    /// The fingerprints are of the check file, and of its data at the source.
    private typealias Row = (key: SQLiteValue, file: SQLiteValue, data: SQLiteValue)

    private static let batchRows = 512

    /// - Parameter root: The directory at the destination that paths count from, as absolute as it can be told, without secrets.
    public init(_ store: StateStore, below root: [UInt8]) {
        self.store = store
        self.root = root.withoutTrailingSlashes + [RelativePath.separator]
    }

    private var hasRows: Bool {
        rows.withLock { rows in
            if let rows { return rows }
            let hasRows = seen("TRUE LIMIT 1", []) != nil
            rows = hasRows
            return hasRows
        }
    }

    /// - Parameters:
    ///   - file: As it was written.
    ///   - data: The file that it says something of, at its source.
    public func remember(_ file: Entry, of data: CheckedData) {
        guard let data = data.fingerprint, let fingerprint = fingerprint(file) else { return }
        let isFull = pending.withLock { pending in
            pending.append((key(file.path), fingerprint, .integer(Int64(bitPattern: data))))
            return pending.count >= Self.batchRows
        }
        if isFull { flush() }
    }

    /// Whether a run wrote this file, about data as it still is at its source.
    public func contains(_ file: Entry, of data: CheckedData) -> Bool {
        guard hasRows, let known = data.fingerprint, let fingerprint = fingerprint(file) else { return false }
        let values = [key(file.path), fingerprint, .integer(Int64(bitPattern: known))]
        guard let seen = seen("key = ? AND file = ? AND data = ?", values) else { return false }
        if StateClock.isOutdated(seen) { remember(file, of: data) }
        return true
    }

    /// Whether a run wrote this file, whatever became of its data.
    public func contains(_ file: Entry) -> Bool {
        guard hasRows, let fingerprint = fingerprint(file) else { return false }
        return seen("key = ? AND file = ?", [key(file.path), fingerprint]) != nil
    }

    /// Whether a run wrote a file of this name: it may be gone, or another one by now.
    public func mayContain(_ path: RelativePath) -> Bool { hasRows && seen("key = ?", [key(path)]) != nil }

    private func seen(_ condition: String, _ values: [SQLiteValue]) -> Int64? {
        store.read { (database) throws(SQLiteError) in
            var seen: Int64?
            try database.run("SELECT seen FROM written WHERE \(condition)", values) { seen = $0.integer(0) }
            return seen
        }
    }

    /// Writes what is left.
    public func flush() {
        let rows = pending.withLock { pending in
            defer { pending = [] }
            return pending
        }
        guard !rows.isEmpty else { return }
        let now = StateClock.now
        store.write { (database) throws(SQLiteError) in
            for row in rows {
                try database.run(
                    "INSERT OR REPLACE INTO written (key, file, data, seen) VALUES (?, ?, ?, ?)",
                    [row.key, row.file, row.data, .integer(now)])
            }
        }
    }

    private func key(_ path: RelativePath) -> SQLiteValue { StateKey.of(root + path.bytes) }

    /// Of the file's version; where a place tells none, of its time as exactly as any listing there tells it. Nil where it tells
    /// neither: all check files of one name have one size.
    private func fingerprint(_ file: Entry) -> SQLiteValue? {
        guard file.version != nil || file.modified != nil else { return nil }
        let time = file.version == nil ? file.modified.map { Timestamp(seconds: $0.seconds) } : nil
        return .integer(
            Int64(
                bitPattern: RecordFingerprint.of(
                    source: RecordedFile(size: file.size, modified: time), destination: RecordedFile(file))))
    }
}
