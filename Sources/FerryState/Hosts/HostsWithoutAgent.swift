/// Hosts on which no ferry was found, where asking again would cost a connection.
extension StateStore {
    /// For so long, in seconds: somebody may have installed it since.
    private static let lifetime: Int64 = 24 * 3600

    /// How many seconds ago a host was found to have none; nil where nobody knows, or it is too long ago.
    ///
    /// - Parameter way: The host, and all that says how it is reached.
    public func timeWithoutAgent(_ way: [UInt8]) -> Int64? {
        let now = StateClock.now
        return read { (database) throws(SQLiteError) in
            var age: Int64?
            try database.run(
                "SELECT seen FROM host WHERE key = ? AND seen > ? AND seen <= ?",
                [StateKey.of(way), .integer(now - Self.lifetime), .integer(now)]
            ) {
                age = now - $0.integer(0)
            }
            return age
        }
    }

    public func rememberNoAgent(_ way: [UInt8]) {
        write { (database) throws(SQLiteError) in
            try database.run(
                "INSERT OR REPLACE INTO host (key, way, seen) VALUES (?, ?, ?)",
                [StateKey.of(way), .blob(way), .integer(StateClock.now)])
        }
    }

    public func forgetNoAgent(_ way: [UInt8]) {
        write { (database) throws(SQLiteError) in
            try database.run("DELETE FROM host WHERE key = ?", [StateKey.of(way)])
        }
    }
}
