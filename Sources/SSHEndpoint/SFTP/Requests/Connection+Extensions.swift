internal import FerryCore
internal import FerryEndpoints

/// OpenSSH's extensions, its PROTOCOL section 4, and copy-data of draft-ietf-secsh-filexfer-extensions-00.
extension Connection {
    /// Replaces what has the new name, as rename(2) does.
    func posixRename(_ path: [UInt8], to newPath: [UInt8]) throws(SFTPError) -> Pending<Void> {
        try extended(.posixRename, Answers.done) {
            $0.append(path)
            $0.append(newPath)
        }
    }

    func synchronize(_ handle: [UInt8]) throws(SFTPError) -> Pending<Void> {
        try extended(.fsync, Answers.done) { $0.append(handle) }
    }

    func makeHardLink(_ path: [UInt8], to existing: [UInt8]) throws(SFTPError) -> Pending<Void> {
        try extended(.hardlink, Answers.done) {
            $0.append(existing)
            $0.append(path)
        }
    }

    /// Sets attributes of a symlink itself.
    func lsetstat(_ path: [UInt8], _ attributes: FileAttributes) throws(SFTPError) -> Pending<Void> {
        try extended(.lsetstat, Answers.done) {
            $0.append(path)
            $0.append(attributes)
        }
    }

    func fileSystem(of path: [UInt8]) throws(SFTPError) -> Pending<FileSystemStatus> {
        try extended(.statvfs, FileSystemStatus.decode) { $0.append(path) }
    }

    /// Copies a range between two open files. A range that ends after the file does succeeds all the same; what was copied
    /// has to be looked at. A length of 0 would mean all the rest.
    func copyData(
        _ range: ByteRange, of source: [UInt8], to target: [UInt8], at offset: Int64
    ) throws(SFTPError) -> Pending<Void> {
        try extended(.copyData, Answers.done) {
            $0.append(source)
            $0.append(UInt64(range.offset))
            $0.append(UInt64(range.length))
            $0.append(target)
            $0.append(UInt64(offset))
        }
    }

    /// The names of numbers; a number without a name has an empty one.
    func accountNames(users: [UInt32], groups: [UInt32]) throws(SFTPError) -> Pending<Answers.AccountNames> {
        try extended(.accountNames, Answers.accountNames) { writer in
            for numbers in [users, groups] {
                writer.append(UInt32(numbers.count * 4))
                for number in numbers { writer.append(number) }
            }
        }
    }

    /// Resolves `~` and `~user`.
    func expandPath(_ path: [UInt8]) throws(SFTPError) -> Pending<[UInt8]> {
        try extended(.expandPath, Answers.path) { $0.append(path) }
    }

    private func extended<Value>(
        _ name: ServerFeatures.Extension, _ decode: @escaping @Sendable (Message) throws(SFTPError) -> Value,
        _ fields: (inout MessageWriter) -> Void
    ) throws(SFTPError) -> Pending<Value> {
        var writer = MessageWriter(.extended, capacity: 128)
        writer.append(name.rawValue.utf8)
        fields(&writer)
        return Pending(try start(writer), on: self, decode: decode)
    }
}

/// The answer to `statvfs@openssh.com`, as far as it is of use.
struct FileSystemStatus: Sendable {
    /// Bytes that this account may still write.
    let available: UInt64
    let identity: UInt64

    @Sendable static func decode(_ message: Message) throws(SFTPError) -> FileSystemStatus {
        var reader = try Answers.extended(message)
        var fields: [UInt64] = []
        do throws(ConnectionFailure) {
            // bsize, frsize, blocks, bfree, bavail, files, ffree, favail, fsid, flag, namemax
            for _ in 0..<11 { fields.append(try reader.uint64()) }
        } catch {
            throw .lost(error)
        }
        let (available, overflow) = fields[1].multipliedReportingOverflow(by: fields[4])
        return FileSystemStatus(available: overflow ? .max : available, identity: fields[8])
    }
}
