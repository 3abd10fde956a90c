public import FerryCore
internal import Synchronization

/// What the last runs between one pair of locations left behind: of each file, what both sides were when their content
/// was the same. Rows are directories, read as the run enters them and written, when something in them is new, in
/// transactions of many.
public final class LastRun: Sendable {
    private struct Pending {
        var rows: [(directory: RelativePath, records: [UInt64])] = []
        var size = 0
        var isTold = false
    }

    /// The run goes by other rules: it asks for nothing, and tells what it has sent.
    public let onlyAdds: Bool
    private let store: StateStore
    private let locations: [UInt8]
    private let pending = Mutex(Pending())
    /// Those of the directories that the run is in, or looks ahead at.
    private let open = Mutex<[RelativePath: DirectoryRecords]>([:])

    private static let batchRows = 512
    private static let batchBytes = 1 << 20

    /// - Parameters:
    ///   - sources: As absolute as they can be told, without secrets.
    ///   - destination: The same.
    public init(_ store: StateStore, sources: [[UInt8]], destination: [UInt8], onlyAdds: Bool = false) {
        self.store = store
        self.onlyAdds = onlyAdds
        locations = Array(sources.joined(separator: [UInt8(ascii: "\n")])) + Array("\n-> ".utf8) + destination
    }

    /// The same to all who ask until the run leaves the directory. Read from the store when they are first asked for
    /// something.
    public func records(of directory: RelativePath) -> DirectoryRecords {
        open.withLock { open in
            if let known = open[directory] { return known }
            let records = stored(of: directory, isAmendment: onlyAdds)
            open[directory] = records
            return records
        }
    }

    /// Of a directory that was kept in this run, to add to it; to be kept again.
    public func amendment(of directory: RelativePath) -> DirectoryRecords {
        let waiting = pending.withLock { $0.rows.last { $0.directory == directory }?.records }
        if let waiting {
            return DirectoryRecords(path: directory, isAmendment: true) { .init(records: waiting) }
        }
        return stored(of: directory, isAmendment: true)
    }

    private func stored(of directory: RelativePath, isAmendment: Bool = false) -> DirectoryRecords {
        let key = StateKey.of(locations, directory.bytes)
        return DirectoryRecords(path: directory, isAmendment: isAmendment) { [store] in
            store.read { (database) throws(SQLiteError) in
                var stored: DirectoryRecords.Stored?
                try database.run("SELECT records, seen FROM directory WHERE key = ?", [key]) {
                    stored = .init(records: $0.words(0), isOutdated: StateClock.isOutdated($0.integer(1)))
                }
                return stored
            } ?? .init()
        }
    }

    /// Takes what the run has learned about a directory that it is done with.
    public func keep(_ directory: DirectoryRecords) {
        drop(directory)
        guard let words = directory.toStore() else { return }
        let isFull = pending.withLock { pending in
            pending.rows.append((directory.path, words))
            pending.size += 8 * words.count
            return pending.rows.count >= Self.batchRows || pending.size >= Self.batchBytes
        }
        if isFull { flush() }
    }

    /// Is done with a directory, and keeps nothing of it.
    public func drop(_ directory: DirectoryRecords) {
        _ = open.withLock { $0.removeValue(forKey: directory.path) }
    }

    /// Writes what is left.
    public func flush() {
        let (rows, isTold) = pending.withLock { pending in
            defer { pending = Pending(isTold: pending.isTold || !pending.rows.isEmpty) }
            return (pending.rows, pending.isTold)
        }
        guard !rows.isEmpty else { return }
        let now = StateClock.now
        store.write { [locations] (database) throws(SQLiteError) in
            if !isTold {
                try database.run(
                    "INSERT OR REPLACE INTO pair (key, locations, seen) VALUES (?, ?, ?)",
                    [StateKey.of(locations), .blob(locations), .integer(now)])
            }
            for row in rows {
                try database.run(
                    "INSERT OR REPLACE INTO directory (key, records, seen) VALUES (?, ?, ?)",
                    [
                        StateKey.of(locations, row.directory.bytes),
                        .blob(row.records.withUnsafeBytes { Array($0) }), .integer(now),
                    ])
            }
        }
    }
}

extension Row {
    /// A blob of 64-bit numbers; empty when its length is not that of whole pairs of them.
    fileprivate borrowing func words(_ column: CInt) -> [UInt64] {
        let bytes = blob(column)
        guard bytes.count.isMultiple(of: 16) else { return [] }
        return bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 8).map { bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self) }
        }
    }
}
