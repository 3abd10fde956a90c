internal import FerryCore

/// The requests of version 3, draft-ietf-secsh-filexfer-02 section 6. Paths are the server's.
extension Connection {
    func open(
        _ path: [UInt8], _ flags: OpenFlags, attributes: FileAttributes = FileAttributes()
    ) throws(SFTPError) -> Pending<[UInt8]> {
        var writer = MessageWriter(.open, capacity: path.count + 32)
        writer.append(path)
        writer.append(flags.rawValue)
        writer.append(attributes)
        return Pending(try start(writer), on: self, decode: Answers.handle)
    }

    func openDirectory(_ path: [UInt8]) throws(SFTPError) -> Pending<[UInt8]> {
        Pending(try start(.opendir, path), on: self, decode: Answers.handle)
    }

    func closeHandle(_ handle: [UInt8]) throws(SFTPError) -> Pending<Void> {
        Pending(try start(.close, handle), on: self, decode: Answers.done)
    }

    func read(_ handle: [UInt8], at offset: Int64, length: Int) throws(SFTPError) -> Pending<ArraySlice<UInt8>?> {
        var writer = MessageWriter(.read)
        writer.append(handle)
        writer.append(UInt64(offset))
        writer.append(UInt32(length))
        return Pending(try start(writer), on: self, decode: Answers.data)
    }

    func write(
        _ handle: [UInt8], _ bytes: UnsafeRawBufferPointer, at offset: Int64
    ) throws(SFTPError) -> Pending<Void> {
        var writer = MessageWriter(.write)
        writer.append(handle)
        writer.append(UInt64(offset))
        writer.append(UInt32(bytes.count))
        return Pending(try start(writer, payload: bytes), on: self, decode: Answers.done)
    }

    func readDirectory(_ handle: [UInt8]) throws(SFTPError) -> Pending<[Answers.Name]?> {
        Pending(try start(.readdir, handle), on: self, decode: Answers.names)
    }

    /// Symlinks are not followed.
    func lstat(_ path: [UInt8]) throws(SFTPError) -> Pending<FileAttributes> {
        try look(.lstat, path)
    }

    /// Symlinks are followed.
    func stat(_ path: [UInt8]) throws(SFTPError) -> Pending<FileAttributes> {
        try look(.stat, path)
    }

    /// By the answer that came with the connection's beginning, if there is one.
    private func look(_ type: MessageType, _ path: [UInt8]) throws(SFTPError) -> Pending<FileAttributes> {
        if let reply = looks.take(type, path) { return Pending(reply, on: self, decode: Answers.attributes) }
        return Pending(try start(type, path), on: self, decode: Answers.attributes)
    }

    func fstat(_ handle: [UInt8]) throws(SFTPError) -> Pending<FileAttributes> {
        Pending(try start(.fstat, handle), on: self, decode: Answers.attributes)
    }

    /// Symlinks are followed.
    func setstat(_ path: [UInt8], _ attributes: FileAttributes) throws(SFTPError) -> Pending<Void> {
        Pending(try start(.setstat, path, attributes), on: self, decode: Answers.done)
    }

    func fsetstat(_ handle: [UInt8], _ attributes: FileAttributes) throws(SFTPError) -> Pending<Void> {
        Pending(try start(.fsetstat, handle, attributes), on: self, decode: Answers.done)
    }

    func makeDirectory(_ path: [UInt8], _ attributes: FileAttributes) throws(SFTPError) -> Pending<Void> {
        Pending(try start(.mkdir, path, attributes), on: self, decode: Answers.done)
    }

    func remove(_ path: [UInt8]) throws(SFTPError) -> Pending<Void> {
        Pending(try start(.remove, path), on: self, decode: Answers.done)
    }

    func removeDirectory(_ path: [UInt8]) throws(SFTPError) -> Pending<Void> {
        Pending(try start(.rmdir, path), on: self, decode: Answers.done)
    }

    /// Fails where the new name is taken.
    func rename(_ path: [UInt8], to newPath: [UInt8]) throws(SFTPError) -> Pending<Void> {
        Pending(try start(.rename, path, newPath), on: self, decode: Answers.done)
    }

    func readLink(_ path: [UInt8]) throws(SFTPError) -> Pending<[UInt8]> {
        Pending(try start(.readlink, path), on: self, decode: Answers.path)
    }

    /// The target comes first: OpenSSH's server had it so against the draft, and all others follow for its clients.
    func makeSymlink(_ path: [UInt8], target: [UInt8]) throws(SFTPError) -> Pending<Void> {
        Pending(try start(.symlink, target, path), on: self, decode: Answers.done)
    }

    func realPath(_ path: [UInt8]) throws(SFTPError) -> Pending<[UInt8]> {
        Pending(try start(.realpath, path), on: self, decode: Answers.path)
    }

    private func start(_ type: MessageType, _ string: [UInt8], _ attributes: FileAttributes) throws(SFTPError) -> Reply
    {
        var writer = MessageWriter(type, capacity: string.count + 32)
        writer.append(string)
        writer.append(attributes)
        return try start(writer)
    }

    private func start(_ type: MessageType, _ strings: [UInt8]...) throws(SFTPError) -> Reply {
        var writer = MessageWriter(type, capacity: strings.reduce(0) { $0 + 4 + $1.count })
        for string in strings { writer.append(string) }
        return try start(writer)
    }
}
