public import FerryCore
public import FerryEndpoints

extension SSHEndpoint {
    public func entry(at path: RelativePath) throws(EndpointError) -> Entry? {
        guard capabilities.names.allows(path) else { return nil }
        return try during(.look, path) { (connection) throws(SFTPError) in
            do throws(SFTPError) {
                return path.isRoot ? try rootEntry(connection) : try entry(at: path, connection)
            } catch {
                if error.isAbsence || error.code == .nameNotAllowed { return nil }
                throw error
            }
        }
    }

    /// The root may be a symlink, which is followed: the user named it. What is no directory is no root.
    private func rootEntry(_ connection: Connection) throws(SFTPError) -> Entry? {
        let attributes = try connection.stat(root.bytes).wait()
        return attributes.kind == .directory ? attributes.entry(at: .root) : nil
    }

    private func entry(at path: RelativePath, _ connection: Connection) throws(SFTPError) -> Entry? {
        let name = try root.path(path)
        let status = try connection.lstat(name)
        try requireDirectories(above: path, connection)
        let attributes = try status.wait()
        guard attributes.kind == .symlink else { return try attributes.known(at: path) }
        let answer = try connection.readLink(name)
        guard let target = try ToldLink.target(answer, at: name, attributes, on: connection) else { return nil }
        return try attributes.known(at: path, linkTarget: target)
    }

    /// Makes sure that a path leads through directories only; what is a symlink there counts as absent. All that is not
    /// known is asked for at once.
    func requireDirectories(above path: RelativePath, _ connection: Connection) throws(SFTPError) {
        guard let parent = path.parent else { return }
        try requireDirectory(parent, connection)
    }

    /// The same for a directory itself.
    func requireDirectory(_ path: RelativePath, _ connection: Connection) throws(SFTPError) {
        if trusted.contains(path) { return }
        var questions: [(RelativePath, Pending<FileAttributes>)] = []
        var next = path
        while !trusted.contains(next), let parent = next.parent {
            questions.append((next, try connection.lstat(try root.path(next))))
            next = parent
        }
        for (path, question) in questions.reversed() {
            guard try isDirectory(path, try question.wait(), connection) else { throw .status(.notADirectory) }
            trusted.insert(path)
        }
    }

    private func isDirectory(
        _ path: RelativePath, _ attributes: FileAttributes, _ connection: Connection
    ) throws(SFTPError) -> Bool {
        if attributes.kind == .symlink, host.options.followsDirectoryLinks {
            return try connection.stat(try root.path(path)).wait().kind == .directory
        }
        return attributes.kind == .directory
    }

    /// A path that is to be made or used for writing.
    func writablePath(_ path: RelativePath, _ connection: Connection) throws(SFTPError) -> [UInt8] {
        guard capabilities.names.allows(path) else { throw .refused(.nameNotAllowed) }
        let name = try root.path(path)
        try requireDirectories(above: path, connection)
        return name
    }
}

extension FileAttributes {
    /// The entry; a server that does not tell what it is cannot be worked with.
    func known(at path: RelativePath, linkTarget: [UInt8]? = nil) throws(SFTPError) -> Entry {
        guard let entry = entry(at: path, linkTarget: linkTarget) else {
            throw .refused(.unsupported, "the server does not tell what kind of entry it is")
        }
        return entry
    }
}
