public import FerryCore
public import FerryEndpoints

extension SSHEndpoint {
    /// Closed to others until it has its owner. What the server made of it is asked for at once: mostly it is what was wanted.
    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try during(.createDirectory, path) { (connection) throws(SFTPError) in
            let making = try DirectoryMaking(DirectoryOrder(path: path, metadata: metadata), on: self, connection)
            if var setting = try making.made() { _ = try setting.finish() }
        }
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try during(.remove, path) { (connection) throws(SFTPError) in
            let removal = try beginRemoving(path, kind: kind, connection)
            try finishRemoving(path, kind: kind, removal, connection)
        }
    }

    /// Asks for the removal of an entry.
    func beginRemoving(_ path: RelativePath, kind: EntryKind, _ connection: Connection) throws(SFTPError) -> Pending<
        Void
    > {
        let name = try root.path(path)
        try requireDirectories(above: path, connection)
        if !kind.isDirectory { return try connection.remove(name) }
        trusted.forget(path)
        return try connection.removeDirectory(name)
    }

    func finishRemoving(
        _ path: RelativePath, kind: EntryKind, _ removal: Pending<Void>, _ connection: Connection
    ) throws(SFTPError) {
        do throws(SFTPError) {
            try removal.wait()
        } catch {
            guard kind.isDirectory, error.isUnspecific, try !isEmpty(root.path(path), connection) else { throw error }
            throw .status(.directoryNotEmpty)
        }
    }

    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        let change = MetadataChange(path: path, kind: kind, metadata: metadata)
        return try during(.setMetadata, path) { (connection) throws(SFTPError) in
            var setting = try beginSetting(change, on: beginLooking(at: path, connection), connection)
            return try setting.finish()
        }
    }

    /// Asks what is at a path whose metadata is to be changed.
    func beginLooking(at path: RelativePath, _ connection: Connection) throws(SFTPError) -> Pending<FileAttributes> {
        let name = try root.path(path)
        try requireDirectories(above: path, connection)
        return try path.isRoot ? connection.stat(name) : connection.lstat(name)
    }

    /// Asks for the change of what was found there.
    func beginSetting(
        _ change: MetadataChange, on look: Pending<FileAttributes>, _ connection: Connection
    ) throws(SFTPError) -> MetadataSetting {
        var current = try look.wait()
        if current.kind == .symlink, change.kind == .directory, host.options.followsDirectoryLinks {
            // The request follows it as well.
            current = try connection.stat(root.path(change.path)).wait()
        }
        guard current.kind == change.kind else { throw .status(.noSuchFile) }
        return try beginSetting(change.metadata, on: root.path(change.path), current: current, connection)
    }

    /// Sets metadata of what was just looked at. Only for symlinks there is a request that does not follow them on every
    /// file system.
    func set(
        _ metadata: Metadata, on name: [UInt8], current: FileAttributes, _ connection: Connection
    ) throws(SFTPError) -> MetadataFields {
        var setting = try beginSetting(metadata, on: name, current: current, connection)
        return try setting.finish()
    }

    /// Asks for what `set` does.
    func beginSetting(
        _ metadata: Metadata, on name: [UInt8], current: FileAttributes, _ connection: Connection
    ) throws(SFTPError) -> MetadataSetting {
        let isSymlink = current.kind == .symlink
        if isSymlink && !features.offers(.lsetstat) {
            return MetadataSetting(nothingOf: metadata.fields.subtracting(.permissions), host: host)
        }
        return try MetadataSetting(metadata, current: current, isSymlink: isSymlink, host: host) {
            (attributes) throws(SFTPError) in
            isSymlink ? try connection.lsetstat(name, attributes) : try connection.setstat(name, attributes)
        }
    }

    /// Whether nothing more can be written where `name` is or would be.
    func isFull(_ name: [UInt8], _ connection: Connection) throws(SFTPError) -> Bool {
        guard features.offers(.statvfs) else { return false }
        do throws(SFTPError) {
            return try connection.fileSystem(of: StagedPath.directory(of: name)).wait().available < 1 << 16
        } catch {
            if case .lost = error { throw error }
            return false
        }
    }

    private func isEmpty(_ name: [UInt8], _ connection: Connection) throws(SFTPError) -> Bool {
        var contents = try RemoteDirectory(opening: name, on: connection)
        defer { contents.close() }
        return try contents.next()?.isEmpty ?? true
    }
}
