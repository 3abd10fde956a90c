package import FerryCore
package import FerryEndpoints

extension SSHEndpoint {
    /// Closed to others until it has its owner and its permissions.
    package func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try during(.createDirectory, path) { (connection) throws(SFTPError) in
            let name = try writablePath(path, connection)
            do throws(SFTPError) {
                try connection.makeDirectory(name, FileAttributes(mode: 0o700)).wait()
            } catch {
                throw try explain(error, replacing: name, connection)
            }
            trusted.insert(path)
            var metadata = metadata
            metadata.permissions = metadata.permissions ?? 0o777 & ~host.options.umask
            (metadata.modified, metadata.accessed) = (nil, nil)
            _ = try set(metadata, on: name, current: FileAttributes(), connection)
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
