internal import FerryCore
internal import FerryEndpoints

/// An open file of a server, closed when it is let go.
final class RemoteFile: Sendable {
    let connection: Connection
    private let opening: Opening

    private enum Opening {
        case done([UInt8])
        case underWay(Pending<[UInt8]>)
    }

    init(_ handle: [UInt8], on connection: Connection) {
        opening = .done(handle)
        self.connection = connection
    }

    /// A file that is being opened.
    init(_ handle: Pending<[UInt8]>, on connection: Connection) {
        opening = .underWay(handle)
        self.connection = connection
    }

    deinit {
        if let handle = try? handle { _ = try? connection.closeHandle(handle) }
    }

    /// What the server calls it. Waits until it is open.
    var handle: [UInt8] {
        get throws(SFTPError) {
            switch opening {
            case .done(let handle): handle
            case .underWay(let handle): try handle.wait()
            }
        }
    }

    /// Whether the server did not open it. Waits until that is known.
    var wasRefused: Bool {
        do throws(SFTPError) {
            _ = try handle
            return false
        } catch {
            return error.status != nil
        }
    }

    /// Waits until `handle` need not wait.
    func arrive() {
        if case .underWay(let handle) = opening { handle.arrive() }
    }

    /// Whether `handle` need not wait.
    var isDecided: Bool { if case .underWay(let handle) = opening { handle.hasCome } else { true } }
}

extension FileAttributes {
    /// Whether this is the content that the entry described, as far as size and time tell: SFTP has nothing better.
    func isSameVersion(as entry: Entry) -> Bool {
        kind == .file && size == UInt64(exactly: entry.size) && (entry.modified == nil || modified == entry.modified)
    }
}
