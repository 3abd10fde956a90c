public import FerryCore

/// Unfinished transfers, by the file that they are to become. Each belongs to one living process at most.
public struct ResumeStore: Sendable {
    private let store: StateStore
    private let owner: ProcessOwner

    public init(_ store: StateStore, owner: ProcessOwner = .current) {
        self.store = store
        self.owner = owner
    }

    /// Remembers a checkpoint of this process, in place of an earlier one of the same file.
    ///
    /// - Parameter location: The endpoint's, as absolute as it can be told, without secrets.
    public func remember(_ transfer: UnfinishedTransfer, to path: RelativePath, at location: String) {
        let values: [SQLiteValue] = [
            key(path, location), .blob(transfer.source.bytes), .blob(transfer.token), .integer(transfer.length),
            .blob(Array("\(transfer.prefix)".utf8)), .blob(owner.host), .blob(owner.boot), .integer(owner.stored),
            .integer(StateClock.now),
        ]
        store.write { (database) throws(SQLiteError) in
            try database.run(
                """
                INSERT OR REPLACE INTO resume (key, source, token, length, prefix, host, boot, process, seen)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, values)
        }
    }

    /// Takes over what a dead process, or this one, has left of a file. Nil where there is nothing, or it is in use.
    public func claim(_ path: RelativePath, at location: String) -> UnfinishedTransfer? {
        let key = key(path, location)
        // Most files were never cut off: that is found out without the right to write.
        guard row(key) != nil else { return nil }
        var claimed: UnfinishedTransfer?
        store.write { (database) throws(SQLiteError) in
            guard let (transfer, holder) = try Self.row(key, &database), holder == owner || holder.isDead else {
                return
            }
            try database.run(
                "UPDATE resume SET host = ?, boot = ?, process = ? WHERE key = ?",
                [.blob(owner.host), .blob(owner.boot), .integer(owner.stored), key])
            claimed = transfer
        }
        return claimed
    }

    /// Whether anything is remembered of a file, by whomever.
    public func contains(_ path: RelativePath, at location: String) -> Bool { row(key(path, location)) != nil }

    /// Whether nothing is remembered at all.
    public var isEmpty: Bool {
        let isThere: Bool? = store.read { (database) throws(SQLiteError) in
            var isThere = false
            try database.run("SELECT 1 FROM resume LIMIT 1", []) { _ in isThere = true }
            return isThere
        }
        return isThere != true
    }

    /// The file is finished, or cannot be gone on with.
    public func forget(_ path: RelativePath, at location: String) {
        let key = key(path, location)
        store.write { (database) throws(SQLiteError) in
            try database.run("DELETE FROM resume WHERE key = ?", [key])
        }
    }

    private func key(_ path: RelativePath, _ location: String) -> SQLiteValue {
        StateKey.of(Array(location.utf8), path.bytes)
    }

    private func row(_ key: SQLiteValue) -> UnfinishedTransfer? {
        store.read { (database) throws(SQLiteError) in try Self.row(key, &database)?.transfer }
    }

    private static func row(
        _ key: SQLiteValue, _ database: inout Database
    ) throws(SQLiteError) -> (transfer: UnfinishedTransfer, holder: ProcessOwner)? {
        var found: (UnfinishedTransfer, ProcessOwner)?
        try database.run(
            "SELECT source, token, length, prefix, host, boot, process FROM resume WHERE key = ?", [key]
        ) { row in
            guard let prefix = Digest(described: row.blob(3)) else { return }
            let transfer = UnfinishedTransfer(
                source: EntryStamp(bytes: row.blob(0)), token: row.blob(1), length: row.integer(2), prefix: prefix)
            found = (transfer, ProcessOwner(host: row.blob(4), boot: row.blob(5), stored: row.integer(6)))
        }
        return found
    }
}

extension Digest {
    /// Reads `algorithm:hexadecimal`.
    fileprivate init?(described text: [UInt8]) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
            let algorithm = DigestAlgorithm(rawValue: String(decoding: text[..<colon], as: UTF8.self))
        else { return nil }
        self.init(algorithm: algorithm, hexadecimal: text[(colon + 1)...])
    }
}
