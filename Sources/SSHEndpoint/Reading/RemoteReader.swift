internal import FerryCore
internal import FerryEndpoints

/// Reads one version of a file, many requests ahead, up to the length that it was listed with.
final class RemoteReader: ByteReader {
    private let file: RemoteFile
    /// Nil for what is not committed yet.
    private let endpoint: SSHEndpoint?
    private let entry: Entry?
    private let path: RelativePath
    private let location: String
    private var window: ReadWindow
    /// Asked for together with the last bytes, so that it costs no round trip of its own; not where they come over several
    /// connections, none of which knows how far the others are.
    private var status: Pending<FileAttributes>?

    init(opening entry: Entry, range: ByteRange?, of endpoint: SSHEndpoint) throws(EndpointError) {
        (self.entry, path, location) = (entry, entry.path, endpoint.location)
        self.endpoint = endpoint
        file = try endpoint.during(.read, entry.path) { (connection) throws(SFTPError) in
            try RemoteFile(reading: entry, of: endpoint, endpoint.host.contentConnection(connection))
        }
        window = ReadWindow(file, from: range?.offset ?? 0, to: min(range?.end ?? .max, entry.size))
    }

    /// Reads what was written to a file that is not committed yet.
    init(_ file: RemoteFile, length: Int64, path: RelativePath, location: String) {
        (entry, self.path, self.location, self.file) = (nil, path, location, file)
        endpoint = nil
        window = ReadWindow(file, from: 0, to: length)
    }

    deinit {
        window.abandon()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        try during { () throws(SFTPError) in
            try shareOut()
            try window.fill()
            if window.isAsked, status == nil, entry != nil, window.files.count == 1 {
                status = try file.connection.fstat(file.handle)
            }
            return try window.read(into: buffer)
        }
    }

    /// Where the window of one connection is what limits a large file, another one takes its part of what is left.
    private func shareOut() throws(SFTPError) {
        guard let endpoint, let entry else { return }
        let used = window.files.map(\.connection)
        guard let helper = endpoint.host.helper(beside: used, left: window.left, isReading: true) else { return }
        window.add(try RemoteFile(reading: entry, of: endpoint, helper))
    }

    /// The status that was asked for with the last bytes was answered after them; what came since is another version's.
    func verifyUnchanged() throws(EndpointError) {
        guard let entry else { return }
        let isSame = try during { () throws(SFTPError) in
            if status == nil { status = try file.connection.fstat(file.handle) }
            return try status!.wait().isSameVersion(as: entry)
        }
        if !isSame { throw EndpointError(.changedDuringTransfer, .read, path: path, location: location) }
    }

    private func during<Result>(_ body: () throws(SFTPError) -> Result) throws(EndpointError) -> Result {
        do throws(SFTPError) {
            return try body()
        } catch {
            throw error.during(.read, path, at: location)
        }
    }
}
