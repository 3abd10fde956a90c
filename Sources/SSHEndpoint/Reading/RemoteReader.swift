internal import FerryCore
internal import FerryEndpoints

/// Reads one version of a file, many requests ahead, up to the length that it was listed with. It is opened when its content is
/// asked for, or wanted.
final class RemoteReader: ByteReader {
    /// Nil once it is open.
    private var opening: FileOpening?
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
        window = ReadWindow(from: range?.offset ?? 0, to: min(range?.end ?? .max, entry.size))
        opening = try endpoint.during(.read, entry.path) { (connection) throws(SFTPError) in
            try FileOpening(entry, of: endpoint, endpoint.host.contentConnection(connection))
        }
    }

    /// Reads what was written to a file that is not committed yet.
    init(_ file: RemoteFile, length: Int64, path: RelativePath, location: String) {
        (entry, self.path, self.location) = (nil, path, location)
        endpoint = nil
        window = ReadWindow(from: 0, to: length)
        window.add(file)
    }

    deinit {
        window.abandon()
    }

    func advance() {
        do throws(SFTPError) {
            try finishOpening()
            try ask()
        } catch {
            // `read` meets it again.
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(EndpointError) -> Int {
        try during { () throws(SFTPError) in
            try finishOpening()
            try shareOut()
            try ask()
            return try window.read(into: buffer)
        }
    }

    private func finishOpening() throws(SFTPError) {
        guard let opening else { return }
        window.add(try opening.finish())
        self.opening = nil
    }

    private func ask() throws(SFTPError) {
        try window.fill()
        if window.isAsked, status == nil, entry != nil, window.files.count == 1 { status = try askStatus() }
    }

    private func askStatus() throws(SFTPError) -> Pending<FileAttributes> {
        let file = window.files[0]
        return try file.connection.fstat(file.handle)
    }

    /// Where the window of one connection is what limits a large file, another one takes its part of what is left.
    private func shareOut() throws(SFTPError) {
        guard let endpoint, let entry else { return }
        let used = window.files.map(\.connection)
        guard let helper = endpoint.host.helper(beside: used, left: window.left, isReading: true) else { return }
        window.add(try FileOpening(entry, of: endpoint, helper).finish())
    }

    /// The status that was asked for with the last bytes was answered after them; what came since is another version's.
    func verifyUnchanged() throws(EndpointError) {
        guard let entry else { return }
        let isSame = try during { () throws(SFTPError) in
            try finishOpening()
            if status == nil { status = try askStatus() }
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
