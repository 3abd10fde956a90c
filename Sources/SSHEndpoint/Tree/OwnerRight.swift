internal import FerryCore
internal import FerryEndpoints

/// Whether the account of a session may give files away. SFTP tells nobody who he is: the owner of the directory that
/// sessions begin in may be somebody else, and a jail is always root's.
struct OwnerRight {
    private let connection: Connection
    /// Of the first place; nil where that tells nothing.
    private let first: Pending<Void>?

    /// Mostly root's, and where one file system is read-only, another one is not. The first is where sessions begin.
    private static let places = [".", "/", "/tmp"]

    /// Asks to give what is root's to root: that changes nothing, and only root may.
    init(asking connection: Connection) throws(SFTPError) {
        self.connection = connection
        first = try Self.begin(at: Self.places[0], connection)
    }

    /// Nil where nothing tells.
    func answer() throws(SFTPError) -> Bool? {
        for place in Self.places {
            let question = place == Self.places[0] ? first : try Self.begin(at: place, connection)
            do throws(SFTPError) {
                guard let question else { continue }
                try question.wait()
                return true
            } catch {
                if case .lost = error { throw error }
                if error.status == .permissionDenied { return false }
            }
        }
        return nil
    }

    private static func begin(at place: String, _ connection: Connection) throws(SFTPError) -> Pending<Void>? {
        guard let owner = try owner(of: place, connection), owner.user == 0 else { return nil }
        return try connection.setstat(Array(place.utf8), FileAttributes(owner: owner))
    }

    /// Nil where it is not told.
    static func owner(of place: String, _ connection: Connection) throws(SFTPError) -> Owner? {
        do throws(SFTPError) {
            let isStart = place == places[0]
            return try (isStart ? connection.homeDirectory : connection.stat(Array(place.utf8))).wait().owner
        } catch {
            if case .lost = error { throw error }
            return nil
        }
    }

    /// Of the directory that sessions begin in.
    static func ownerOfStart(_ connection: Connection) throws(SFTPError) -> Owner? {
        try owner(of: places[0], connection)
    }
}
