internal import CSQLite

/// An open database with the statements that it has been asked for. One thread uses it at a time, whichever: SQLite was
/// told that it need not lock (https://sqlite.org/threadsafe.html, multi-thread).
struct Database: ~Copyable, @unchecked Sendable {
    private let raw: OpaquePointer
    private var prepared: [String: OpaquePointer] = [:]

    /// Opens the file, or makes it.
    init(path: String) throws(SQLiteError) {
        var raw: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let status = sqlite3_open_v2(path, &raw, flags, nil)
        guard status == SQLITE_OK, let raw else {
            let error = SQLiteError(status: status, message: Self.message(of: raw, status))
            sqlite3_close_v2(raw)
            throw error
        }
        self.raw = raw
        _ = ferry_keep_log(raw)
    }

    deinit {
        for statement in prepared.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(raw)
    }

    /// How long a call waits for others that write, in milliseconds.
    func waitForOthers(milliseconds: CInt) {
        sqlite3_busy_timeout(raw, milliseconds)
    }

    /// Runs one statement; its rows, if it has any, go to `row`.
    mutating func run(
        _ sql: String, _ values: [SQLiteValue] = [], row: (borrowing Row) throws(SQLiteError) -> Void = { _ in }
    ) throws(SQLiteError) {
        let statement = try statement(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in values.enumerated() { try check(value.bind(to: statement, at: CInt(index + 1))) }
        while true {
            let status = sqlite3_step(statement)
            if status == SQLITE_DONE { return }
            guard status == SQLITE_ROW else {
                throw SQLiteError(status: status, message: Self.message(of: raw, status))
            }
            try row(Row(statement))
        }
    }

    /// The first row's first column as a number.
    mutating func integer(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> Int64? {
        var found: Int64?
        try run(sql, values) { found = $0.integer(0) }
        return found
    }

    /// All changes of `body`, or none of them.
    mutating func transaction(_ body: (inout Database) throws(SQLiteError) -> Void) throws(SQLiteError) {
        if ferry_has_moved(raw) != 0 { throw SQLiteError(.moved, "the database was moved or removed") }
        try run("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            try body(&self)
            try run("COMMIT")
        } catch {
            // After some errors SQLite has rolled back by itself, and says so by an error.
            try? run("ROLLBACK")
            throw error
        }
    }

    private mutating func statement(_ sql: String) throws(SQLiteError) -> OpaquePointer {
        if let known = prepared[sql] { return known }
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(raw, sql, -1, CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        guard let statement else { throw SQLiteError(.damaged, "an empty statement") }
        prepared[sql] = statement
        return statement
    }

    private func check(_ status: CInt) throws(SQLiteError) {
        if status != SQLITE_OK { throw SQLiteError(status: status, message: Self.message(of: raw, status)) }
    }

    private static func message(of raw: OpaquePointer?, _ status: CInt) -> String {
        if let raw { return String(cString: sqlite3_errmsg(raw)) }
        return String(cString: sqlite3_errstr(status))
    }
}
