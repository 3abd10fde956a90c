internal import FerryCore
internal import FerryEndpoints

/// A file that is sent under a temporary name and renamed in the end.
final class FTPStagedFile: StagedFile {
    private let endpoint: FTPEndpoint
    private let path: RelativePath
    /// Where the bytes go: in the same directory, or in another one of the same server.
    private let holder: FTPEndpoint
    private let temporary: RelativePath
    /// Nil where it is not known.
    private let size: Int64?
    private var upload: FTPUpload
    /// Of what passes, where the server tells the digest of what it has; nil where it does not, or not all passed.
    private let passing: PassingDigest?
    private var isEnded = false
    /// Whether a later run may go on with it.
    private var isCheckpointed = false
    let resumedLength: Int64

    init(_ request: StageRequest, on endpoint: FTPEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        path = request.path
        size = request.size
        var temporary = RelativePath(unchecked: StagedName.make(for: request.path.name))
        switch request.placement {
        case .directory(let directory):
            guard let place = directory.undecorated as? FTPEndpoint, place.server === endpoint.server else {
                throw endpoint.failure(.unsupported, .write, request.path, "the two are not on one server")
            }
            holder = place
        case .beside, .inPlace:
            holder = endpoint
            temporary = request.path.renamed(to: temporary.name)
        }
        var start: Int64 = 0
        if let token = request.resuming {
            (temporary, start) = try Self.left(by: token, of: request.path, holder)
            isCheckpointed = true
        }
        self.temporary = temporary
        resumedLength = start
        upload = FTPUpload(to: holder.path.bytes(of: temporary), at: start, holder.client)
        passing = start == 0 ? endpoint.server.digests.preferred.map { PassingDigest($0) } : nil
    }

    deinit {
        if !isEnded && !isCheckpointed { discard() }
    }

    var isLost: Bool { upload.isLost }

    // MARK: Writing

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        guard offset == upload.end else { throw failure(.unsupported, "the server takes bytes in their order only") }
        if upload.isDone { try goOn() }
        try caught { () throws(FTPFailure) in try upload.write(bytes) }
        passing?.update(bytes)
        // A file that is complete keeps no connection from those that are staged with it: there may be a single one.
        if upload.end == size, !upload.isSmall { try finishUpload() }
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        throw failure(.unsupported, "the server cannot compose files")
    }

    func hole(_ range: ByteRange) throws(EndpointError) { try writeZeros(range, from: upload.end) }

    /// Ends the upload, so that the server answers for what it has; what follows is sent to its end.
    /// Whether that can be done is found out when it is: a run that was cancelled asks no questions.
    func checkpoint() throws(EndpointError) -> ResumeToken {
        if holder.client.isOver {
            try caught { () throws(FTPFailure) in try upload.finishAfterTheEnd() }
        } else {
            guard try holder.restarts().appends else {
                throw failure(.unsupported, "an upload cannot be continued there")
            }
            try finishUpload()
        }
        isCheckpointed = true
        return UploadPosition(temporary: temporary, length: upload.end).token
    }

    func readBack() throws(EndpointError) -> (any ByteReader)? {
        if resumedLength == 0 || upload.count > 0 { try finishUpload() }
        guard let staged = try holder.staged(at: temporary) else { throw failure(.notFound) }
        return try holder.read(staged, range: ByteRange(offset: 0, length: upload.end))
    }

    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? {
        try finishUpload()
        guard
            let digest = try holder.storedDigest(
                of: temporaryPath, length: upload.end, preferring: algorithm)
        else { return nil }
        return [StoredDigest(digest, of: ByteRange(offset: 0, length: upload.end))]
    }

    /// What a server has answered for is as durable as the server makes it.
    func synchronize() {}

    // MARK: Ending

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        guard length == upload.end else {
            throw failure(.corrupted, "\(upload.end) bytes were written instead of \(length)")
        }
        try finishUpload()
        let settled = try settle(metadata)
        try rename(to: path, settled.entry, hasGivenTime: metadata.modified != nil)
        return settled
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        try finishUpload()
        let settled = try settle(Metadata())
        try rename(to: path, settled.entry, hasGivenTime: false)
    }

    func discard() {
        isEnded = true
        upload.cancel()
        if upload.hasBegun || isCheckpointed { holder.client.sweep(temporaryPath) }
    }

    /// Sets the metadata, and looks whether the file is whole and what was kept.
    private func settle(_ metadata: Metadata) throws(EndpointError) -> Committed {
        let settling = FTPSettling(endpoint: endpoint, path: path, at: temporaryPath, of: upload.end)
        let outcome = try settling.settle(metadata, content: passing?.value, over: holder.client)
        if outcome.contradicts, let passing, try holder.restarts().digests.contains(passing.value.algorithm) {
            throw failure(.corrupted, "the server has other bytes than it was sent")
        }
        return outcome.committed
    }

    private func rename(
        to target: RelativePath, _ settled: Entry, hasGivenTime: Bool
    ) throws(EndpointError) {
        let replacing = FTPReplacing(
            endpoint: endpoint, source: temporaryPath, known: settled, target: target, hasGivenTime: hasGivenTime,
            preparing: upload.isSmall)
        if let refusal = try replacing.refusal(for: .replace) { throw try explained(refusal, target) }
        isEnded = true
    }

    // MARK: Uploading

    private var temporaryPath: [UInt8] { holder.path.bytes(of: temporary) }

    /// Begins another upload where one has ended.
    private func goOn() throws(EndpointError) {
        guard try holder.restarts().appends else { throw failure(.unsupported, "an upload cannot be continued there") }
        upload = FTPUpload(to: temporaryPath, at: upload.end, holder.client)
    }

    private func finishUpload() throws(EndpointError) {
        if upload.isDone || resumedLength > 0 && upload.end == resumedLength { return }
        try caught { () throws(FTPFailure) in try upload.finish() }
    }

    // MARK: Failures

    /// Why the file did not get its name.
    private func explained(_ reply: FTPReply, _ target: RelativePath) throws(EndpointError) -> EndpointError {
        if try endpoint.look(at: target, for: .replace)?.isDirectory == true {
            return failure(.alreadyExists, "is a directory")
        }
        if let absence = try endpoint.absence(ofParentOf: target, .replace) { return absence }
        if try holder.staged(at: temporary) == nil { return failure(.notFound) }
        return endpoint.meaning(reply, .replace, target)
    }

    /// Says why the server did not take the bytes: perhaps for want of a directory.
    private func caught<Result>(_ body: () throws(FTPFailure) -> Result) throws(EndpointError) -> Result {
        do throws(FTPFailure) {
            return try body()
        } catch {
            if error.reply == 550 || error.reply == 553, try holder.absence(ofParentOf: temporary, .write) != nil {
                throw failure(.notFound)
            }
            throw error.error(.write, path, at: endpoint.location)
        }
    }

    private func failure(_ code: EndpointError.Code, _ reason: String? = nil) -> EndpointError {
        endpoint.failure(code, code == .corrupted || code == .alreadyExists ? .replace : .write, path, reason)
    }

    /// What a checkpoint left, if it is there still.
    private static func left(
        by token: ResumeToken, of path: RelativePath, _ holder: FTPEndpoint
    ) throws(EndpointError) -> (RelativePath, Int64) {
        guard let token = UploadPosition(token), token.temporary.parent == path.parent,
            let staged = try holder.staged(at: token.temporary), staged.size >= token.length,
            try holder.restarts().appends
        else { throw holder.failure(.notFound, .write, path) }
        return (token.temporary, token.length)
    }
}

extension FTPEndpoint {
    /// A staged file, which listings do not show.
    fileprivate func staged(at path: RelativePath) throws(EndpointError) -> Entry? {
        try caught(.look, path) { () throws(FTPFailure) in
            try server.file(at: self.path.bytes(of: path), as: path)
        }
    }
}
