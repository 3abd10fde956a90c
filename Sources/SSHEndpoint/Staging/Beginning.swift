internal import FerryCore
internal import FerryEndpoints

extension RemoteStagedFile {
    /// Files of this size and more are not begun where there is no room for them.
    private static let worthAsking: Int64 = 64 << 20
    /// Files up to this size are not waited for to be open before they are written.
    private static let mostUnopened: Int64 = 1 << 20

    /// Begins a staged file as the request says.
    static func begin(_ request: StageRequest, on endpoint: SSHEndpoint) throws(EndpointError) -> RemoteStagedFile {
        try endpoint.during(.write, request.path) { (connection) throws(SFTPError) in
            let target = try endpoint.writablePath(request.path, connection)
            switch request.placement {
            case .inPlace(let keepsContent):
                return try open(target, keepsContent: keepsContent, request, endpoint, connection)
            case .beside:
                return try begin(
                    beside: target, target, request, endpoint, endpoint.host.contentConnection(connection))
            case .directory(let directory):
                guard let other = directory.undecorated as? SSHEndpoint, other.host === endpoint.host else {
                    throw .status(.unsupported)
                }
                let name = other.root.bytes + [RelativePath.separator] + request.path.name
                return try begin(beside: name, target, request, endpoint, connection)
            }
        }
    }

    private static func begin(
        beside name: [UInt8], _ target: [UInt8], _ request: StageRequest, _ endpoint: SSHEndpoint,
        _ connection: Connection
    ) throws(SFTPError) -> RemoteStagedFile {
        if let token = request.resuming {
            return try resume(token, beside: name, target, request.path, endpoint, connection)
        }
        if let size = request.size, size >= worthAsking { try endpoint.requireRoom(for: size, at: name, connection) }
        let staged = SSHEndpoint.stagedName(beside: name)
        let file: RemoteFile
        let initial: InitialAttributes
        do throws(SFTPError) {
            file = RemoteFile(
                try connection.open(
                    staged, [.read, .write, .create, .exclusive], attributes: FileAttributes(mode: 0o600)),
                on: connection)
            // By its name, since nobody waits for the handle then.
            initial =
                if let likely = endpoint.host.newFiles.likely { .likely(likely) } else {
                    .asked(try connection.lstat(staged))
                }
            if request.size ?? .max > mostUnopened { _ = try file.handle }
        } catch {
            if case .lost = error { endpoint.host.removeStaged(staged, on: connection) }
            if error.isUnspecific, try endpoint.isFull(staged, connection) { throw .status(.noSpace) }
            throw error
        }
        return try RemoteStagedFile(
            file, name: staged, target: target, path: request.path, size: request.size, initial: initial,
            of: endpoint)
    }

    private static func resume(
        _ token: ResumeToken, beside name: [UInt8], _ target: [UInt8], _ path: RelativePath, _ endpoint: SSHEndpoint,
        _ connection: Connection
    ) throws(SFTPError) -> RemoteStagedFile {
        guard let token = RemoteResumeToken(token) else { throw .status(.noSuchFile) }
        let staged = StagedPath.directory(of: name) + token.name
        guard try connection.lstat(staged).wait().kind == .file else { throw .status(.noSuchFile) }
        let file = RemoteFile(try connection.open(staged, [.read, .write]).wait(), on: connection)
        guard let size = try connection.fstat(file.handle).wait().size, size >= UInt64(token.durableLength) else {
            throw .status(.noSuchFile)
        }
        return try RemoteStagedFile(
            file, name: staged, target: target, path: path, resumedLength: token.durableLength, of: endpoint)
    }

    /// Opens the file itself. What is no regular file is not written into.
    private static func open(
        _ target: [UInt8], keepsContent: Bool, _ request: StageRequest, _ endpoint: SSHEndpoint,
        _ connection: Connection
    ) throws(SFTPError) -> RemoteStagedFile {
        var flags: OpenFlags = [.read, .write, .create]
        var oldLength: Int64 = 0
        do throws(SFTPError) {
            let found = try connection.lstat(target).wait()
            guard found.kind == .file else { throw .refused(.alreadyExists) }
            oldLength = Int64(clamping: found.size ?? 0)
        } catch {
            guard error.isAbsence else { throw error }
            flags.insert(.exclusive)
        }
        if !keepsContent {
            flags.insert(.truncate)
            oldLength = 0
        }
        let mode = FileAttributes(mode: UInt32(0o666 & ~endpoint.host.options.umask))
        let handle = try connection.open(target, flags, attributes: mode).wait()
        return try RemoteStagedFile(
            RemoteFile(handle, on: connection), name: target, target: target, path: request.path, isInPlace: true,
            oldLength: oldLength, keptLength: keepsContent ? request.size : nil, of: endpoint)
    }
}

extension SSHEndpoint {
    /// Throws where the file system says that it cannot hold so many bytes more.
    fileprivate func requireRoom(
        for size: Int64, at name: [UInt8], _ connection: Connection
    ) throws(SFTPError) {
        guard features.offers(.statvfs) else { return }
        let available: UInt64
        do throws(SFTPError) {
            available = try connection.fileSystem(of: StagedPath.directory(of: name)).wait().available
        } catch {
            if case .lost = error { throw error }
            return
        }
        guard UInt64(size) <= available else {
            throw .refused(.noSpace, "no space left: \(size) bytes are needed, \(available) are free")
        }
    }
}
