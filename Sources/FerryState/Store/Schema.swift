/// The tables. Each row can be lost without harm, and carries the time at which it was last of use (`seen`, seconds
/// since 1970): the oldest go first when room is needed.
enum Schema {
    static let version: Int64 = 3

    /// A table and the column that takes the room.
    enum Table: String, CaseIterable {
        /// Pairs of locations that runs have been between.
        case pair
        /// Last-run records, a row for each directory of a pair.
        case directory
        /// Destinations that turned out not to keep some times.
        case place
        /// Digests of local files, a row for each range of inode numbers.
        case hash
        case signature
        /// Check files that runs wrote.
        case written
        /// Transfers that were cut off.
        case resume

        var name: String { rawValue }

        var content: String {
            switch self {
            case .pair: "locations"
            case .directory, .hash: "records"
            case .place: "location"
            case .signature: "content"
            case .written: "file"
            case .resume: "token"
            }
        }
    }

    /// Keys are XXH3 hashes of what they stand for: short, equal in length, and without a second index.
    private static let statements = [
        "CREATE TABLE pair (key INTEGER PRIMARY KEY, locations BLOB NOT NULL, seen INTEGER NOT NULL)",
        "CREATE TABLE directory (key INTEGER PRIMARY KEY, records BLOB NOT NULL, seen INTEGER NOT NULL)",
        """
        CREATE TABLE place (
            key INTEGER PRIMARY KEY, location BLOB NOT NULL, vain INTEGER NOT NULL, seen INTEGER NOT NULL)
        """,
        """
        CREATE TABLE hash (
            key INTEGER PRIMARY KEY, digest INTEGER NOT NULL, records BLOB NOT NULL, seen INTEGER NOT NULL)
        """,
        """
        CREATE TABLE signature (
            key INTEGER PRIMARY KEY, version BLOB NOT NULL, content BLOB NOT NULL, seen INTEGER NOT NULL)
        """,
        """
        CREATE TABLE written (
            key INTEGER PRIMARY KEY, file INTEGER NOT NULL, data INTEGER NOT NULL, seen INTEGER NOT NULL)
        """,
        """
        CREATE TABLE resume (
            key INTEGER PRIMARY KEY, source BLOB NOT NULL, token BLOB NOT NULL, length INTEGER NOT NULL,
            prefix BLOB NOT NULL, host BLOB NOT NULL, boot BLOB NOT NULL, process INTEGER NOT NULL,
            seen INTEGER NOT NULL)
        """,
    ]

    static func create(in database: inout Database) throws(SQLiteError) {
        for table in Table.allCases { try database.run("DROP TABLE IF EXISTS \(table.name)") }
        for statement in statements { try database.run(statement) }
    }
}
