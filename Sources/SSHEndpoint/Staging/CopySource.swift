internal import FerryCore
internal import FerryEndpoints

/// A file that ranges are copied from: instructions of a delta come by the thousand and name the same one.
struct CopySource {
    let entry: Entry
    let file: RemoteFile

    init(_ entry: Entry, of endpoint: SSHEndpoint, _ connection: Connection) throws(SFTPError) {
        self.entry = entry
        file = try FileOpening(entry, of: endpoint, connection).finish()
    }

    /// A copy that ran past the end of a file that had shrunk was short, and nobody said so.
    func requireUnchanged() throws(SFTPError) {
        guard try file.connection.fstat(file.handle).wait().isSameVersion(as: entry) else {
            throw .refused(.changedDuringTransfer)
        }
    }
}
