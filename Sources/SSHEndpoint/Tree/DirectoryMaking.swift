internal import FerryCore
internal import FerryEndpoints

/// A directory that the server was asked to make. What it made of it is asked for at once: mostly it is what was wanted.
struct DirectoryMaking {
    private let order: DirectoryOrder
    private let endpoint: SSHEndpoint
    private let connection: Connection
    private let name: [UInt8]
    private let wanted: NewDirectory
    private let making: Pending<Void>
    private let look: Pending<FileAttributes>

    init(_ order: DirectoryOrder, on endpoint: SSHEndpoint, _ connection: Connection) throws(SFTPError) {
        (self.order, self.endpoint, self.connection) = (order, endpoint, connection)
        name = try endpoint.writablePath(order.path, connection)
        wanted = NewDirectory(order.metadata, umask: endpoint.host.options.umask)
        making = try connection.makeDirectory(name, FileAttributes(mode: UInt32(wanted.firstMode)))
        look = try connection.lstat(name)
    }

    /// Waits until it is there. Returns what has to be set still, which is under way.
    func made() throws(SFTPError) -> MetadataSetting? {
        do throws(SFTPError) {
            try making.wait()
        } catch {
            throw try endpoint.explain(error, replacing: name, connection)
        }
        endpoint.trusted.insert(order.path)
        let current = try found()
        let rest = wanted.rest(after: current)
        endpoint.made.note(order.path, rest?.user == nil && rest?.group == nil ? current : FileAttributes())
        guard let rest else { return nil }
        return try endpoint.beginSetting(rest, on: name, current: current, connection)
    }

    /// What it is; nothing is known where the server looked before it made it.
    private func found() throws(SFTPError) -> FileAttributes {
        do throws(SFTPError) {
            let found = try look.wait()
            return found.kind == .directory ? found : FileAttributes()
        } catch {
            if case .lost = error { throw error }
            return FileAttributes()
        }
    }
}
