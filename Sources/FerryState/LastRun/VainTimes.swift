/// Of which entries a place keeps no times, as shows when somebody tries to set them.
public struct VainTimes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let files = VainTimes(rawValue: 1)
    public static let directories = VainTimes(rawValue: 2)
    /// Of files that are there already: some servers take a time with the content only.
    public static let presentFiles = VainTimes(rawValue: 4)
}

extension StateStore {
    /// What earlier runs found out about a destination; nothing where nobody knows.
    public func vainTimes(at destination: [UInt8]) -> VainTimes {
        read { (database) throws(SQLiteError) in
            var known: VainTimes?
            try database.run("SELECT vain FROM place WHERE key = ?", [StateKey.of(destination)]) {
                known = VainTimes(rawValue: UInt8(truncatingIfNeeded: $0.integer(0)))
            }
            return known
        } ?? []
    }

    public func remember(_ vain: VainTimes, at destination: [UInt8]) {
        write { (database) throws(SQLiteError) in
            try database.run(
                "INSERT OR REPLACE INTO place (key, location, vain, seen) VALUES (?, ?, ?, ?)",
                [
                    StateKey.of(destination), .blob(destination), .integer(Int64(vain.rawValue)),
                    .integer(StateClock.now),
                ])
        }
    }
}
