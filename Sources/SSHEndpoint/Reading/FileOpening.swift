internal import FerryCore
internal import FerryEndpoints

/// A listed file that is being opened for reading, if it still is what was listed. The look and the opening are under way together;
/// should a symlink have come in between, what it leads to is opened and thrown away.
struct FileOpening {
    private let entry: Entry
    private let status: Pending<FileAttributes>
    private let file: RemoteFile

    /// Waits for nothing but directories that nobody has looked at yet.
    init(_ entry: Entry, of endpoint: SSHEndpoint, _ connection: Connection) throws(SFTPError) {
        let name = try endpoint.root.path(entry.path)
        let isFollowed = endpoint.followed.lead(to: entry.path)
        if !isFollowed { try endpoint.requireDirectories(above: entry.path, connection) }
        self.entry = entry
        status = try isFollowed ? connection.stat(name) : connection.lstat(name)
        file = RemoteFile(try connection.open(name, .read), on: connection)
    }

    /// The open file.
    func finish() throws(SFTPError) -> RemoteFile {
        file.arrive()
        let found = try status.wait()
        _ = try file.handle
        guard found.isSameVersion(as: entry) else { throw .refused(.changedDuringTransfer) }
        return file
    }
}
