internal import FerryCore
internal import FerryEndpoints

/// A file that is written under a temporary name, many requests at a time, and then renamed.
final class RemoteStagedFile: StagedFile {
    let endpoint: SSHEndpoint
    let path: RelativePath
    /// The name that it is to get, as the server knows it.
    private let target: [UInt8]
    /// Where its bytes are until then; the same where it is written in place.
    private let name: [UInt8]
    let isInPlace: Bool
    let resumedLength: Int64
    /// The length that it will have, where that is known.
    private let size: Int64?
    /// The length that a file will have of which what is not written stays; nil elsewhere.
    private let keptLength: Int64?
    /// The length that a file had which is written in place; nil elsewhere.
    private let oldLength: Int64?
    private let initial: InitialAttributes
    /// Nil after the end.
    private var openFile: RemoteFile?
    var writes: WritesUnderWay
    private var synchronization: Pending<Void>?
    /// The first offset that nothing was written at or after.
    private(set) var end: Int64
    var endsInHole = false
    private var source: CopySource?
    private var outlives = false
    private var confirmation: UploadConfirmation
    /// Of a commit that goes ahead of being asked for.
    private var ahead: CommitAhead?

    init(
        _ file: RemoteFile, name: [UInt8], target: [UInt8], path: RelativePath, isInPlace: Bool = false,
        resumedLength: Int64 = 0, size: Int64? = nil, oldLength: Int64? = nil, keptLength: Int64? = nil,
        initial: InitialAttributes? = nil, of endpoint: SSHEndpoint
    ) throws(SFTPError) {
        self.initial = if let initial { initial } else { .asked(try file.connection.fstat(file.handle)) }
        openFile = file
        (self.name, self.target, self.path, self.endpoint) = (name, target, path, endpoint)
        (self.isInPlace, self.resumedLength) = (isInPlace, resumedLength)
        (self.size, self.oldLength, self.keptLength) = (size, oldLength, keptLength)
        end = resumedLength
        writes = WritesUnderWay(file)
        confirmation = UploadConfirmation(
            isWanted: endpoint.checksFiles && endpoint.host.options.confirmsUploads && resumedLength == 0 && !isInPlace)
    }

    deinit {
        if !outlives { discard() }
    }

    var isLost: Bool { openFile?.connection.failure != nil }

    // MARK: Writing

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        try during(.write) { (_) throws(SFTPError) in
            try shareOut(left: (size ?? 0) - offset)
            try writes.write(bytes, at: offset)
        }
        confirmation.write(bytes, at: offset)
        wrote(to: offset + Int64(bytes.count))
    }

    /// A file under its own name is written in order: whatever ends the run, it has no holes.
    ///
    /// Where the window of one connection is what limits a large file, another one takes its part of what is left. Its handle is
    /// closed with the first one's: it writes and does nothing else.
    private func shareOut(left: Int64) throws(SFTPError) {
        if isInPlace { return }
        let used = writes.files.map(\.connection)
        guard let helper = endpoint.host.helper(beside: used, left: left, isReading: false) else { return }
        writes.add(RemoteFile(try helper.open(name, .write).wait(), on: helper))
    }

    private func wrote(to offset: Int64) {
        if offset < end { return }
        end = offset
        endsInHole = false
    }

    /// Where nothing was written yet, there is a hole already.
    func hole(_ range: ByteRange) throws(EndpointError) {
        confirmation.otherBytes()
        if range.offset < end || isInPlace {
            try during(.write) { (file) throws(SFTPError) in try writes.writeZeros(range) }
        }
        if range.end > end {
            end = range.end
            endsInHole = true
        }
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        confirmation.otherBytes()
        try during(.write) { (file) throws(SFTPError) in
            if isInPlace, entry.path == path {
                try writes.finish()
                return try file.move(range, to: offset)
            }
            guard endpoint.features.offers(.copyData) else { throw .status(.unsupported) }
            if range.length == 0 { return }
            try writes.sendUnsent()
            if source?.entry != entry { source = try CopySource(entry, of: endpoint, file.connection) }
            guard range.end <= entry.size, let source else { throw .refused(.changedDuringTransfer) }
            try writes.add(
                try file.connection.copyData(range, of: source.file.handle, to: file.handle, at: offset),
                writing: ByteRange(offset: offset, length: range.length))
        }
        wrote(to: offset + range.length)
    }

    func readBack() throws(EndpointError) -> (any ByteReader)? {
        let file = try complete(.read)
        return RemoteReader(file, length: storedLength, path: path, location: endpoint.location)
    }

    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? {
        let file = try complete(.read)
        let digest = try during(.read) { (_) throws(SFTPError) in
            try endpoint.digest(of: file, at: name, size: storedLength, by: algorithm)
        }
        return digest.map { [StoredDigest($0, of: ByteRange(offset: 0, length: storedLength))] }
    }

    /// How much of the file there is: where what is not written stays, more than was written.
    private var storedLength: Int64 { max(end, keptLength ?? 0) }

    /// Waits until the server has all that was written, up to its end; an old file that was longer is cut off.
    private func complete(_ operation: EndpointError.Operation) throws(EndpointError) -> RemoteFile {
        try during(operation) { (file) throws(SFTPError) in
            try settle()
            if endsInHole || keptLength != nil {
                try writes.add(try file.connection.fsetstat(file.handle, FileAttributes(size: UInt64(storedLength))))
            }
            try writes.finish()
            return file
        }
    }

    /// Everything is sent. A file under its own name gets no length before it has what was written: bytes that there is no
    /// room for would be zeros.
    private func settle() throws(SFTPError) {
        if isInPlace { try writes.finish() } else { try writes.settle() }
    }

    // MARK: Durability

    func checkpoint() throws(EndpointError) -> ResumeToken {
        try during(.write) { (file) throws(SFTPError) in
            guard !isInPlace, endpoint.features.offers(.fsync) else { throw .status(.unsupported) }
            try writes.sendUnsent()
            if endsInHole {
                try writes.add(try file.connection.fsetstat(file.handle, FileAttributes(size: UInt64(end))))
            }
        }
        try synchronize()
        outlives = true
        return RemoteResumeToken(name: StagedPath.name(of: name), durableLength: end).token
    }

    /// Without the extension, what the server has taken is all that can be known.
    func synchronize() throws(EndpointError) {
        try beginSynchronizing()
        try finishWriting(.synchronize)
    }

    func beginSynchronizing() throws(EndpointError) {
        try during(.synchronize) { (file) throws(SFTPError) in
            try writes.settle()
            if endpoint.features.offers(.fsync) { try writes.add(try file.connection.synchronize(file.handle)) }
        }
    }

    /// Waits until the server has done all that it was asked for.
    func finishWriting(_ operation: EndpointError.Operation) throws(EndpointError) {
        try during(operation) { (file) throws(SFTPError) in try writes.finish() }
    }

    // MARK: Ending

    /// First everything but the name is sent; then, when that is proven, the name.
    func advance(toCommit metadata: Metadata, length: Int64) {
        guard !isInPlace, source == nil, let file = openFile else { return }
        do throws(SFTPError) {
            switch ahead {
            case nil: ahead = .completing(try beginCompleting(file, metadata, length: length))
            case .completing(var completion)? where !endpoint.features.resolvesLinks:
                let committed = try completion.finish(&writes)
                ahead = .renaming(committed, try endpoint.beginRenaming(name, to: target, file.connection))
            default: break
            }
        } catch {
            ahead = .failed(error)
        }
    }

    func awaitAnswers() {
        switch ahead {
        case .completing(let completion): completion.arrive()
        case .renaming(_, let renaming): renaming.arrive()
        case .failed: break
        case nil: openFile?.arrive()
        }
    }

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        let committed = try during(.replace) { (file) throws(SFTPError) in
            var completion: Completion
            switch ahead.take() {
            case .failed(let error)?: throw error
            case .renaming(let committed, let renaming)?:
                try endpoint.finishRenaming(renaming, name, to: target, file.connection)
                return committed
            case .completing(let begun)?: completion = begun
            case nil: completion = try beginCompleting(file, metadata, length: length)
            }
            let committed = try completion.finish(&writes)
            try source?.requireUnchanged()
            if !isInPlace { try endpoint.rename(name, to: target, file.connection) }
            return committed
        }
        openFile = nil
        return committed
    }

    /// Sends all that was written and everything but the name.
    private func beginCompleting(
        _ file: RemoteFile, _ metadata: Metadata, length: Int64
    ) throws(SFTPError) -> Completion {
        guard end == length || isInPlace else {
            throw .refused(.corrupted, "\(end) bytes were written instead of \(length)")
        }
        try settle()
        if endsInHole || isInPlace {
            try writes.add(try file.connection.fsetstat(file.handle, FileAttributes(size: UInt64(length))))
        }
        var metadata = metadata
        if metadata.permissions == nil, !isInPlace { metadata.permissions = 0o666 & ~endpoint.host.options.umask }
        return try Completion(
            of: file, at: path, metadata, length: length, initial: initial, host: endpoint.host,
            asking: &confirmation)
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        try during(.write) { (file) throws(SFTPError) in
            try writes.finish()
            if isInPlace { return }
            try endpoint.rename(name, to: try endpoint.writablePath(path, file.connection), file.connection)
        }
        openFile = nil
    }

    /// After a cut it is tried once more, over another connection.
    func discard() {
        guard let file = openFile else { return }
        if isInPlace { cutBack(file) }
        writes.abandon()
        openFile = nil
        // What the server refused to make is not there.
        if !isInPlace, !file.wasRefused { endpoint.host.removeStaged(name, on: file.connection) }
    }

    /// A file under its own name that grew ends before the first bytes that were refused: what had room behind them would leave
    /// a hole, which a run that appends would take for content.
    private func cutBack(_ file: RemoteFile) {
        guard let oldLength, file.connection.failure == nil, let gap = writes.firstGap(behind: oldLength) else {
            return
        }
        try? file.connection.fsetstat(file.handle, FileAttributes(size: UInt64(gap))).wait()
    }

    /// What has its name already, or was given up, cannot be found any more.
    private func during<Result>(
        _ operation: EndpointError.Operation, _ body: (RemoteFile) throws(SFTPError) -> Result
    ) throws(EndpointError) -> Result {
        do throws(SFTPError) {
            guard let file = openFile else { throw .status(.noSuchFile) }
            return try body(file)
        } catch {
            throw explained(error).during(operation, path, at: endpoint.location)
        }
    }

    private func explained(_ error: SFTPError) -> SFTPError {
        guard error.isUnspecific, let connection = openFile?.connection,
            let isFull = try? endpoint.isFull(name, connection), isFull
        else { return error }
        return .status(.noSpace)
    }
}
