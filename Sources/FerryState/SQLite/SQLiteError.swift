internal import CSQLite

/// A call of SQLite that failed.
struct SQLiteError: Error {
    let code: Code
    let message: String

    /// What is to be done about it.
    enum Code: Hashable {
        /// The file is not a database, or a damaged one, or not one of ours.
        case damaged
        /// The file that is open no longer has its name: somebody moved or removed it.
        case moved
        /// Others are writing, and did not end in time.
        case busy
        /// The disk, or what the database may take of it, is full.
        case full
        /// It cannot be used: no permission, a file system that cannot share memory, an error of the disk.
        case unusable
    }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// - Parameter status: An extended result code (https://sqlite.org/rescode.html).
    init(status: CInt, message: String) {
        let code: Code =
            switch status {
            case SQLITE_READONLY | 4 << 8: .moved
            case SQLITE_IOERR | 2 << 8, SQLITE_IOERR | 33 << 8: .damaged
            default: Code(primary: status & 0xff)
            }
        self.init(code, message)
    }
}

extension SQLiteError.Code {
    fileprivate init(primary status: CInt) {
        switch status {
        // A plain error is a statement that does not fit the tables that are there.
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_SCHEMA: self = .damaged
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        default: self = .unusable
        }
    }
}
