internal import FerryCore
internal import FerryEndpoints

/// An open file of a server, closed when it is let go.
final class RemoteFile: Sendable {
    let connection: Connection
    let handle: [UInt8]

    init(_ handle: [UInt8], on connection: Connection) {
        self.handle = handle
        self.connection = connection
    }

    deinit {
        _ = try? connection.closeHandle(handle)
    }

    /// Opens a listed file for reading, if it still is what was listed. The look and the opening are under way together;
    /// should a symlink have come in between, what it leads to is opened and thrown away.
    init(reading entry: Entry, of endpoint: SSHEndpoint, _ connection: Connection) throws(SFTPError) {
        let name = try endpoint.root.path(entry.path)
        let isFollowed = endpoint.followed.lead(to: entry.path)
        if !isFollowed { try endpoint.requireDirectories(above: entry.path, connection) }
        let status = try isFollowed ? connection.stat(name) : connection.lstat(name)
        let opened = try connection.open(name, .read)
        opened.arrive()
        let found: FileAttributes
        do throws(SFTPError) {
            found = try status.wait()
        } catch {
            if let handle = try? opened.wait() { _ = try? connection.closeHandle(handle) }
            throw error
        }
        handle = try opened.wait()
        self.connection = connection
        guard found.isSameVersion(as: entry) else { throw .refused(.changedDuringTransfer) }
    }
}

extension FileAttributes {
    /// Whether this is the content that the entry described, as far as size and time tell: SFTP has nothing better.
    func isSameVersion(as entry: Entry) -> Bool {
        kind == .file && size == UInt64(exactly: entry.size) && (entry.modified == nil || modified == entry.modified)
    }
}
