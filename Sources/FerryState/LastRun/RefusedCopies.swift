/// Places that refused to copy what they have, where trying again would cost a request and foretell what does not come.
extension StateStore {
    /// For so long, in seconds: somebody may have changed its settings, or a permission, since.
    private static let lifetime: Int64 = 24 * 3600
    private static let rows = Array("copies".utf8)

    public func refusesCopies(_ place: [UInt8]) -> Bool {
        let now = StateClock.now
        return glance { (database) throws(SQLiteError) in
            var isKnown = false
            try database.run(
                "SELECT seen FROM place WHERE key = ? AND seen > ? AND seen <= ?",
                [StateKey.of(Self.rows, place), .integer(now - Self.lifetime), .integer(now)]
            ) { _ in
                isKnown = true
            }
            return isKnown
        } ?? false
    }

    public func rememberRefusedCopy(_ place: [UInt8]) {
        write { (database) throws(SQLiteError) in
            try database.run(
                "INSERT OR REPLACE INTO place (key, location, vain, seen) VALUES (?, ?, 0, ?)",
                [StateKey.of(Self.rows, place), .blob(place), .integer(StateClock.now)])
        }
    }
}
