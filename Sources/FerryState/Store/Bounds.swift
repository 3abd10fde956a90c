/// Keeps the database below a size: what was of use least recently goes.
struct Bounds {
    /// In bytes.
    let limit: Int64

    /// Cuts back to three quarters when the limit is passed, so that it happens seldom.
    func enforce(on database: inout Database) throws(SQLiteError) {
        let page = try database.integer("PRAGMA page_size") ?? 4096
        // A hard wall, for what one process writes while it runs.
        try database.run("PRAGMA max_page_count = \(max(64, 2 * limit / page))") { _ in }
        guard try size(of: &database, page: page) > limit else { return }
        try trim(&database, by: try size(of: &database, page: page) - limit * 3 / 4)
    }

    private func size(of database: inout Database, page: Int64) throws(SQLiteError) -> Int64 {
        let pages = try database.integer("PRAGMA page_count") ?? 0
        return (pages - (try database.integer("PRAGMA freelist_count") ?? 0)) * page
    }

    private func trim(_ database: inout Database, by excess: Int64) throws(SQLiteError) {
        let parts = Schema.Table.allCases.map { "SELECT seen, LENGTH(\($0.content)) + 40 AS size FROM \($0.name)" }
        var freed: Int64 = 0
        var last: Int64 = 0
        try database.run(
            "SELECT seen, SUM(size) FROM (\(parts.joined(separator: " UNION ALL "))) GROUP BY seen ORDER BY seen"
        ) { row in
            guard freed < excess else { return }
            freed += row.integer(1)
            last = row.integer(0)
        }
        try database.transaction { (database) throws(SQLiteError) in
            for table in Schema.Table.allCases {
                try database.run("DELETE FROM \(table.name) WHERE seen <= ?", [.integer(last)])
            }
        }
        try database.run("PRAGMA incremental_vacuum") { _ in }
    }
}
