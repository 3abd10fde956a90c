extension StateStore {
    /// Parts of the state that can be cleared by themselves.
    public enum Part: String, CaseIterable, Sendable {
        case runs, hashes, signatures, unfinished

        var tables: [Schema.Table] {
            switch self {
            case .runs: [.pair, .directory, .written, .place, .refusal, .host]
            case .hashes: [.hash]
            case .signatures: [.signature]
            case .unfinished: [.resume]
            }
        }
    }

    /// Nil when there is no state, or none can be used.
    public func summary() -> StateSummary? {
        read { (database) throws(SQLiteError) in
            var summary = StateSummary()
            summary.pairs = try Self.count(.pair, &database)
            summary.directories = try Self.count(.directory, &database)
            summary.signatures = try Self.count(.signature, &database)
            summary.checkFiles = try Self.count(.written, &database)
            summary.unfinished = try Self.count(.resume, &database)
            summary.digests = Int(try database.integer("SELECT SUM(\(HashChunk.countExpression)) FROM hash") ?? 0)
            let page = try database.integer("PRAGMA page_size") ?? 0
            summary.size = (try database.integer("PRAGMA page_count") ?? 0) * page
            try database.run("SELECT locations, seen FROM pair ORDER BY seen DESC LIMIT 20") {
                summary.latest.append(($0.text(0), $0.integer(1)))
            }
            return summary
        }
    }

    /// Forgets these parts. Returns whether that was possible.
    public func clear(_ parts: [Part]) -> Bool {
        let cleared: Bool? = read { (database) throws(SQLiteError) in
            try database.transaction { (database) throws(SQLiteError) in
                for table in parts.flatMap(\.tables) { try database.run("DELETE FROM \(table.name)") }
            }
            try database.run("PRAGMA incremental_vacuum") { _ in }
            try database.run("PRAGMA wal_checkpoint(TRUNCATE)") { _ in }
            return true
        }
        return cleared ?? false
    }

    private static func count(_ table: Schema.Table, _ database: inout Database) throws(SQLiteError) -> Int {
        Int(try database.integer("SELECT COUNT(*) FROM \(table.name)") ?? 0)
    }
}
