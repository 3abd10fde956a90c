internal import Glibc

/// The file that holds the state: found, made, checked, moved aside when it is damaged.
struct StateFile {
    let path: String
    /// In bytes: what is kept is cut back to below this.
    let limit: Int64

    /// Marks a database as ours ("Frry").
    private static let applicationNumber: Int64 = 0x4672_7279
    /// A writer holds the database for milliseconds.
    private static let patience: CInt = 5000

    func open() throws(SQLiteError) -> Database {
        try makeDirectory()
        if FileSystemKind.isShared(directory) {
            throw SQLiteError(.unusable, "processes on other machines may share this file system")
        }
        var database = try Database(path: path)
        database.waitForOthers(milliseconds: Self.patience)
        if try database.integer("PRAGMA user_version") != Schema.version { try create(&database) }
        var mode: [UInt8] = []
        try database.run("PRAGMA journal_mode") { mode = $0.blob(0) }
        guard mode.elementsEqual("wal".utf8) else {
            throw SQLiteError(.unusable, "this file system has no write-ahead logs")
        }
        // A loss of power may cost the last changes, never the database (https://sqlite.org/pragma.html#pragma_synchronous).
        try database.run("PRAGMA synchronous = NORMAL")
        try database.run("PRAGMA journal_size_limit = 0") { _ in }
        try Bounds(limit: limit).enforce(on: &database)
        return database
    }

    /// Another version's tables give way where they are others: all that is in them can be found out again.
    private func create(_ database: inout Database) throws(SQLiteError) {
        let owner = try database.integer("PRAGMA application_id")
        let tables = try database.integer("SELECT COUNT(*) FROM sqlite_schema")
        if tables != 0, owner != Self.applicationNumber { throw SQLiteError(.damaged, "another program's database") }
        try database.run("PRAGMA auto_vacuum = INCREMENTAL")
        try database.run("PRAGMA journal_mode = WAL") { _ in }
        try database.transaction { (database) throws(SQLiteError) in
            let earlier = try database.integer("PRAGMA user_version") ?? 0
            if earlier == Schema.version { return }
            try Schema.create(in: &database, replacing: earlier)
            try database.run("PRAGMA application_id = \(Self.applicationNumber)")
            try database.run("PRAGMA user_version = \(Schema.version)")
        }
    }

    private var directory: String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    /// Names and digests of files are the user's own business, so nobody else may look into the directory.
    private func makeDirectory() throws(SQLiteError) {
        var end = directory.startIndex
        while end < directory.endIndex {
            end = directory[directory.index(after: end)...].firstIndex(of: "/") ?? directory.endIndex
            let part = String(directory[..<end])
            if mkdir(part, 0o700) != 0, errno != EEXIST, errno != EISDIR, end == directory.endIndex {
                throw SQLiteError(.unusable, String(cString: strerror(errno)))
            }
        }
    }

    /// Gives a damaged database another name, in place of an earlier one. Its log goes: it belongs to that database
    /// alone. Returns the new path; nil when another process has already begun a sound one.
    ///
    /// - Parameter always: Even when SQLite finds nothing wrong: its tables are not those that were expected.
    func moveAside(always: Bool) -> String? {
        let lock = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(lock) }
        _ = flock(lock, LOCK_EX)
        if !always, isSound() { return nil }
        let aside = path + ".damaged"
        rename(path, aside)
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        return aside
    }

    private func isSound() -> Bool {
        do throws(SQLiteError) {
            var database = try Database(path: path)
            database.waitForOthers(milliseconds: Self.patience)
            var answer: [UInt8] = []
            try database.run("PRAGMA integrity_check(1)") { answer = $0.blob(0) }
            return answer.elementsEqual("ok".utf8)
        } catch {
            return false
        }
    }
}
