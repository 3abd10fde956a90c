package import FerryCore
package import FerryEndpoints

extension SSHEndpoint {
    /// Closed to others until it has its owner. What the server made of it is asked for at once: mostly it is what was wanted.
    package func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try during(.createDirectory, path) { (connection) throws(SFTPError) in
            let name = try writablePath(path, connection)
            let wanted = NewDirectory(metadata, umask: host.options.umask)
            let made = try connection.makeDirectory(name, FileAttributes(mode: UInt32(wanted.firstMode)))
            let look = try connection.lstat(name)
            do throws(SFTPError) {
                try made.wait()
            } catch {
                throw try explain(error, replacing: name, connection)
            }
            trusted.insert(path)
            let current = try found(look)
            guard let rest = wanted.rest(after: current) else { return }
            _ = try set(rest, on: name, current: current, connection)
        }
    }

    /// What a directory is that was just made; nothing is known where the server looked before it made it.
    private func found(_ look: Pending<FileAttributes>) throws(SFTPError) -> FileAttributes {
        do throws(SFTPError) {
            let found = try look.wait()
            return found.kind == .directory ? found : FileAttributes()
        } catch {
            if case .lost = error { throw error }
            return FileAttributes()
        }
    }

    package func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try during(.remove, path) { (connection) throws(SFTPError) in
            let name = try root.path(path)
            try requireDirectories(above: path, connection)
            if !kind.isDirectory { return try connection.remove(name).wait() }
            trusted.forget(path)
            do throws(SFTPError) {
                try connection.removeDirectory(name).wait()
            } catch {
                guard error.isUnspecific, try !isEmpty(name, connection) else { throw error }
                throw .status(.directoryNotEmpty)
            }
        }
    }

    package func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        try during(.setMetadata, path) { (connection) throws(SFTPError) in
            let name = try root.path(path)
            try requireDirectories(above: path, connection)
            let current = try (path.isRoot ? connection.stat(name) : connection.lstat(name)).wait()
            guard current.kind == kind else { throw .status(.noSuchFile) }
            return try set(metadata, on: name, current: current, connection)
        }
    }

    /// Sets metadata of what was just looked at. Only for symlinks there is a request that does not follow them on every
    /// file system.
    func set(
        _ metadata: Metadata, on name: [UInt8], current: FileAttributes, _ connection: Connection
    ) throws(SFTPError) -> MetadataFields {
        let isSymlink = current.kind == .symlink
        if isSymlink && !features.offers(.lsetstat) { return metadata.fields.subtracting(.permissions) }
        var setting = try MetadataSetting(metadata, current: current, isSymlink: isSymlink, host: host) {
            (attributes) throws(SFTPError) in
            isSymlink ? try connection.lsetstat(name, attributes) : try connection.setstat(name, attributes)
        }
        return try setting.finish()
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
