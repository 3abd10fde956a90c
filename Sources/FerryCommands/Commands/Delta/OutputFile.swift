internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints
internal import Glibc

/// A file that a command line names, or standard output. A file appears under its name when it is finished; until then, and
/// after a failure, what was there stays.
final class OutputFile: ByteSink {
    let name: String
    private let target: Target
    private let replaces: Bool
    private var length: Int64 = 0
    /// The file that is replaced, or that standard output is; a pipe has no identity that matters.
    let identity: FileIdentity?

    private enum Target {
        /// Standard output, a device or a pipe: written to, not replaced.
        case stream(InterruptibleWrite)
        case file(any StagedFile, RelativePath, on: any Endpoint, permissions: UInt16?)
    }

    /// `path`: nil for standard output. Refuses a file that exists unless `replaces` is set.
    /// - Parameter cancellation: Ends the wait for a reader who takes nothing.
    init(
        _ path: [UInt8]?, replaces: Bool, _ registry: EndpointRegistry, _ cancellation: Cancellation
    ) throws {
        name = path.map { DisplayName.escaping($0) } ?? "standard output"
        self.replaces = replaces
        guard let path else {
            target = .stream(InterruptibleWrite(STDOUT_FILENO, cancellation))
            identity = Self.identity(of: STDOUT_FILENO)
            return
        }
        var status = stat()
        let exists = Self.cString(path).withUnsafeBufferPointer { stat($0.baseAddress!, &status) } == 0
        if exists && !replaces { throw FileFailure(.create, name, code: EEXIST) }
        if exists && status.st_mode & S_IFMT != S_IFREG {
            guard let descriptor = InterruptibleWrite.open(path, cancellation) else { throw Interruption() }
            if descriptor < 0 { throw FileFailure(.create, name) }
            target = .stream(InterruptibleWrite(descriptor, cancellation))
            identity = nil
            return
        }
        guard let (directory, file) = path.parentAndName else { throw FileFailure(.create, name, code: EISDIR) }
        let endpoint = try registry.open(Location(local: path), at: directory)
        let staged = try endpoint.stage(StageRequest(path: file))
        target = .file(staged, file, on: endpoint, permissions: exists ? UInt16(status.st_mode & 0o777) : nil)
        identity = exists ? FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)) : nil
    }

    private static func identity(of descriptor: Int32) -> FileIdentity? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    deinit {
        switch target {
        case .stream(let stream): if stream.descriptor != STDOUT_FILENO { close(stream.descriptor) }
        // Without effect on one that has its name.
        case .file(let staged, _, _, _): staged.discard()
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        switch target {
        case .stream(let stream): try write(bytes, to: stream)
        case .file(let staged, _, _, _): try staged.write(bytes, at: length)
        }
        length += Int64(bytes.count)
    }

    /// Files get holes, streams the zeros.
    func skipZeros(_ count: Int64) throws -> Bool {
        guard case .file(let staged, _, _, _) = target else { return false }
        try staged.hole(ByteRange(offset: length, length: count))
        length += count
        return true
    }

    /// A file system that cannot have a file so long says so now.
    func expect(_ length: Int64) throws {
        guard case .file(let staged, _, _, _) = target, length > 0 else { return }
        try withUnsafeBytes(of: UInt8(0)) { try staged.write($0, at: length - 1) }
    }

    /// A stream that nobody reads any more ends the program.
    private func write(_ bytes: UnsafeRawBufferPointer, to stream: InterruptibleWrite) throws {
        switch stream.write(bytes) {
        case nil: return
        case EPIPE: Signals.endByBrokenPipe()
        case ECANCELED: throw Interruption()
        case let code?: throw FileFailure(.write, name, code: code)
        }
    }

    /// Gives the file its name, unless one came to be there that may not be replaced.
    func finish() throws {
        guard case .file(let staged, let file, let endpoint, let permissions) = target else { return }
        if !replaces, try endpoint.entry(at: file) != nil { throw FileFailure(.create, name, code: EEXIST) }
        _ = try staged.commit(metadata: Metadata(permissions: permissions), length: length)
    }

    private static func cString(_ path: [UInt8]) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }
}
