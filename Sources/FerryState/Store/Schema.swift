/// The tables. Each row can be lost without harm, and carries the time at which it was last of use (`seen`, seconds
/// since 1970): the oldest go first when room is needed.
enum Schema {
    static let version: Int64 = 5

    /// A table and the column that takes the room.
    enum Table: String, CaseIterable {
        /// Pairs of locations that runs have been between.
        case pair
        /// Last-run records, a row for each directory of a pair.
        case directory
        /// Destinations that turned out not to keep some times, or to make no copies.
        case place
        /// Owners that destinations refused to give.
        case refusal
        /// Hosts on which no ferry was found.
        case host
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
            case .refusal: "owners"
            case .host: "way"
            case .signature: "content"
            case .written: "file"
            case .resume: "token"
            }
        }
    }

    /// Keys are XXH3 hashes of what they stand for: short, equal in length, and without a second index.
    private static let statements = [
        "CREATE TABLE IF NOT EXISTS pair (key INTEGER PRIMARY KEY, locations BLOB NOT NULL, seen INTEGER NOT NULL)",
        "CREATE TABLE IF NOT EXISTS directory (key INTEGER PRIMARY KEY, records BLOB NOT NULL, seen INTEGER NOT NULL)",
        """
        CREATE TABLE IF NOT EXISTS place (
            key INTEGER PRIMARY KEY, location BLOB NOT NULL, vain INTEGER NOT NULL, seen INTEGER NOT NULL)
        """,
        "CREATE TABLE IF NOT EXISTS refusal (key INTEGER PRIMARY KEY, owners BLOB NOT NULL, seen INTEGER NOT NULL)",
        "CREATE TABLE IF NOT EXISTS host (key INTEGER PRIMARY KEY, way BLOB NOT NULL, seen INTEGER NOT NULL)",
        """
        CREATE TABLE IF NOT EXISTS hash (
            key INTEGER PRIMARY KEY, digest INTEGER NOT NULL, records BLOB NOT NULL, seen INTEGER NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS signature (
            key INTEGER PRIMARY KEY, version BLOB NOT NULL, content BLOB NOT NULL, seen INTEGER NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS written (
            key INTEGER PRIMARY KEY, file INTEGER NOT NULL, data INTEGER NOT NULL, seen INTEGER NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS resume (
            key INTEGER PRIMARY KEY, source BLOB NOT NULL, token BLOB NOT NULL, length INTEGER NOT NULL,
            prefix BLOB NOT NULL, host BLOB NOT NULL, boot BLOB NOT NULL, process INTEGER NOT NULL,
            seen INTEGER NOT NULL)
        """,
    ]

    /// What is as it was since the first version, and stays.
    private static let lasting: [Table] = [.pair, .directory, .hash, .signature, .resume]
    /// What is as it was since the third.
    private static let lastingSinceThird: [Table] = [.place, .written]
    /// What is as it was since the fourth.
    private static let lastingSinceFourth: [Table] = [.refusal]

    /// - Parameter earlier: The version of the tables that are there.
    static func create(in database: inout Database, replacing earlier: Int64) throws(SQLiteError) {
        var kept = (1..<version).contains(earlier) ? lasting : []
        if (3..<version).contains(earlier) { kept += lastingSinceThird }
        if (4..<version).contains(earlier) { kept += lastingSinceFourth }
        for table in Table.allCases where !kept.contains(table) {
            try database.run("DROP TABLE IF EXISTS \(table.name)")
        }
        for statement in statements { try database.run(statement) }
    }
}
