internal import FerryCore
internal import Synchronization

/// What earlier runs found out and left for later ones. Saves work and decides nothing by itself: a store that is
/// missing, lost, out of date or of no use costs time only, so nothing here throws.
///
/// One file for all processes of a user; opened when it is first asked for. What goes wrong is told once.
public final class StateStore: Sendable {
    private struct Connection: ~Copyable {
        var database: Database?
        var isGivenUp = false
        var hasWarned = false
        /// Nil where nobody wants to know yet: the line waits.
        var warn: (@Sendable (String) -> Void)?
        var waiting: String?
    }

    private let file: StateFile
    private let connection: Mutex<Connection>

    public static let defaultLimit: Int64 = 256 << 20

    /// - Parameters:
    ///   - path: The database's; directories above it are made when missing.
    ///   - limit: What the database may take, in bytes.
    ///   - warn: Takes at most one line. Nil: see `tell`.
    public init(path: String, limit: Int64 = defaultLimit, warn: (@Sendable (String) -> Void)? = nil) {
        file = StateFile(path: path, limit: limit)
        connection = Mutex(Connection(warn: warn))
    }

    public var path: String { file.path }

    /// The state begins to matter to the user, who is told of what goes wrong, or has gone wrong before.
    public func tell(through warn: @escaping @Sendable (String) -> Void) {
        connection.withLock {
            $0.warn = warn
            $0.waiting.take().map(warn)
        }
    }

    /// Nil when there is nothing, or no state.
    func read<Result: Sendable>(
        _ body: (inout Database) throws(SQLiteError) -> Result?
    ) -> Result? {
        connection.withLock { connection in attempt(&connection, body) }
    }

    /// As `read`, of what helps and does not matter: of a state that is of no use the next one tells who needs it.
    func glance<Result: Sendable>(_ body: (inout Database) throws(SQLiteError) -> Result?) -> Result? {
        connection.withLock { connection in
            guard !connection.isGivenUp else { return nil }
            do throws(SQLiteError) { return try use(&connection, body) } catch { return nil }
        }
    }

    /// All that `body` changes, or nothing.
    func write(_ body: (inout Database) throws(SQLiteError) -> Void) {
        connection.withLock { connection in
            _ = attempt(&connection) { (database) throws(SQLiteError) -> Bool? in
                try database.transaction(body)
                return true
            }
        }
    }

    private func use<Result>(
        _ connection: inout Connection, _ body: (inout Database) throws(SQLiteError) -> Result?
    ) throws(SQLiteError) -> Result? {
        if connection.database == nil { connection.database = try file.open() }
        return try body(&connection.database!)
    }

    /// Ends the connection; the next use opens it anew.
    public func close() {
        connection.withLock { $0.database = nil }
    }

    // MARK: What goes wrong

    private func attempt<Result: Sendable>(
        _ connection: inout Connection, _ body: (inout Database) throws(SQLiteError) -> Result?
    ) -> Result? {
        for attempt in 0..<3 {
            if connection.isGivenUp { return nil }
            do throws(SQLiteError) {
                return try use(&connection, body)
            } catch {
                guard recover(&connection, from: error, isFirst: attempt == 0) else { return nil }
            }
        }
        giveUp(&connection, "it does not work twice in a row")
        return nil
    }

    /// Returns whether to try again.
    private func recover(_ connection: inout Connection, from error: SQLiteError, isFirst: Bool) -> Bool {
        switch error.code {
        case .damaged:
            connection.database = nil
            if let aside = file.moveAside(always: !isFirst) {
                let name = DisplayName.escaping(aside.utf8)
                tell(&connection, "the state '\(shown)' was damaged: it is '\(name)' now, and a new one begins")
            }
            return true
        case .moved:
            connection.database = nil
            return true
        case .full where connection.database != nil && makeRoom(&connection): return true
        case .busy:
            tell(&connection, "the state '\(shown)' is in use for long: some of what is learned is not kept")
            return false
        case .full, .unusable:
            giveUp(&connection, error.message)
            return false
        }
    }

    /// Whether the database was full, not the disk. Opening it cuts it back.
    private func makeRoom(_ connection: inout Connection) -> Bool {
        do throws(SQLiteError) {
            let page = try connection.database!.integer("PRAGMA page_size") ?? 1
            let used = try connection.database!.integer("PRAGMA page_count") ?? 0
            connection.database = nil
            return used * page > file.limit
        } catch {
            return false
        }
    }

    private func giveUp(_ connection: inout Connection, _ reason: String) {
        connection.isGivenUp = true
        connection.database = nil
        tell(&connection, "going on without state: cannot use '\(shown)': \(reason)")
    }

    private func tell(_ connection: inout Connection, _ message: String) {
        if connection.hasWarned { return }
        connection.hasWarned = true
        if let warn = connection.warn { warn(message) } else { connection.waiting = message }
    }

    private var shown: String { DisplayName.escaping(file.path.utf8) }
}
