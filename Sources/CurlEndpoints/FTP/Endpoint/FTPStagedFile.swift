internal import FerryCore
internal import FerryEndpoints

/// A file that is sent under a temporary name and renamed in the end. Small ones go in one piece when they are complete,
/// larger ones as they come.
final class FTPStagedFile: StagedFile {
    private let endpoint: FTPEndpoint
    private let path: RelativePath
    /// Where the bytes go: in the same directory, or in another one of the same server.
    private let holder: FTPEndpoint
    private let temporary: RelativePath
    /// Nil where it is not known.
    private let size: Int64?
    /// What is not sent yet; nil once the upload has begun.
    private var waiting: [UInt8]? = []
    private var upload: FTPStream?
    private var isUploaded = false
    private var isEnded = false
    private var written: Int64 = 0

    private static let longestWaiting = 1 << 20

    init(_ request: StageRequest, on endpoint: FTPEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        path = request.path
        size = request.size
        switch request.placement {
        case .beside:
            holder = endpoint
            temporary = request.path.renamed(to: StagedName.make(for: request.path.name))
        case .directory(let directory):
            guard let place = directory.undecorated as? FTPEndpoint, place.server === endpoint.server else {
                throw endpoint.failure(.unsupported, .write, request.path, "the two are not on one server")
            }
            holder = place
            temporary = RelativePath(unchecked: StagedName.make(for: request.path.name))
        case .inPlace:
            throw endpoint.failure(.unsupported, .write, request.path, "files cannot be written in place there")
        }
        if request.resuming != nil { throw endpoint.failure(.notFound, .write, request.path) }
    }

    deinit {
        if !isEnded { discard() }
    }

    private var temporaryPath: [UInt8] { holder.path.bytes(of: temporary) }

    // MARK: Writing

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        guard offset == written else {
            throw failure(.unsupported, "the server takes bytes in their order only")
        }
        if waiting != nil {
            waiting?.append(contentsOf: bytes)
            if waiting?.count ?? 0 > Self.longestWaiting { try beginUpload() }
        } else {
            try send(bytes)
        }
        written += Int64(bytes.count)
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        throw failure(.unsupported, "the server cannot compose files")
    }

    func hole(_ range: ByteRange) throws(EndpointError) { try writeZeros(range, from: written) }

    func checkpoint() throws(EndpointError) -> ResumeToken {
        throw failure(.unsupported, "an upload cannot be continued there")
    }

    /// What a server has answered for is as durable as the server makes it.
    func synchronize() {}

    // MARK: Ending

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        guard length == written else { throw failure(.corrupted, "\(written) bytes were written instead of \(length)") }
        try finishUpload()
        let (staged, notSet) = try settled(metadata)
        try rename(to: path)
        return Committed(entry: staged, notSet: notSet)
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        try finishUpload()
        _ = try settled(Metadata())
        try rename(to: path)
    }

    func discard() {
        isEnded = true
        upload?.cancel()
        if waiting == nil || isUploaded { _ = try? holder.client.run([FTPCommand.line("DELE", temporaryPath)]) }
    }

    /// Sets the metadata, and looks whether the file is whole and what was kept.
    private func settled(_ metadata: Metadata) throws(EndpointError) -> (Entry, notSet: MetadataFields) {
        let server = endpoint.server
        let commands = server.commands(setting: metadata, of: temporaryPath)
        let (replies, staged) = try endpoint.caught(.write, path) { () throws(FTPFailure) in
            let replies = try holder.client.run(commands.map(\.line) + server.questions(about: temporaryPath))
            return (replies, try server.answer(Array(replies.dropFirst(commands.count)), about: path))
        }
        guard let staged else { throw failure(.notFound, "the server does not have what it was sent") }
        guard staged.size == written else {
            throw failure(.corrupted, "the server has \(staged.size) of \(written) bytes")
        }
        var notSet = metadata.fields
        for (command, reply) in zip(commands, replies) where reply.isSuccess { notSet.remove(command.field) }
        if let wanted = metadata.modified?.truncated(to: .second), commands.contains(where: { $0.field == .modified }) {
            let isKept = staged.modified == wanted
            if !isKept { notSet.insert(.modified) }
            server.note(keepsTimes: isKept)
        }
        return (staged, notSet)
    }

    private func rename(to target: RelativePath) throws(EndpointError) {
        let reply = try endpoint.caught(.replace, target) { () throws(FTPFailure) in
            try endpoint.client.rename(temporaryPath, to: endpoint.path.bytes(of: target))
        }
        guard reply.isSuccess else { throw try explained(reply, target) }
        isEnded = true
    }

    /// Why the file did not get its name.
    private func explained(_ reply: FTPReply, _ target: RelativePath) throws(EndpointError) -> EndpointError {
        if try endpoint.look(at: target, for: .replace)?.isDirectory == true {
            return failure(.alreadyExists, "is a directory")
        }
        if let absence = try endpoint.absence(ofParentOf: target, .replace) { return absence }
        if try holder.look(at: temporary, for: .replace) == nil { return failure(.notFound) }
        return endpoint.meaning(reply, .replace, target)
    }

    // MARK: Uploading

    private func beginUpload() throws(EndpointError) {
        let head = waiting ?? []
        waiting = nil
        upload = try endpoint.caught(.write, path) { () throws(FTPFailure) in
            try holder.client.upload(to: temporaryPath, length: size)
        }
        let result: Result<Void, EndpointError> = head.withUnsafeBytes { bytes in
            Result { () throws(EndpointError) in try send(bytes) }
        }
        try result.get()
    }

    private func send(_ bytes: UnsafeRawBufferPointer) throws(EndpointError) {
        do throws(FTPFailure) {
            try upload?.send(bytes)
        } catch {
            throw try explained(error)
        }
    }

    /// Sends what is left and waits for the server's word. Made again after a failure, it sends small files again.
    private func finishUpload() throws(EndpointError) {
        if isUploaded { return }
        if let size, waiting == nil, size != written {
            throw failure(.corrupted, "\(written) bytes were written instead of \(size)")
        }
        do throws(FTPFailure) {
            if let waiting {
                try holder.client.send(waiting, to: temporaryPath)
            } else {
                try upload?.finish()
            }
        } catch {
            throw try explained(error)
        }
        isUploaded = true
    }

    /// Why the server did not take the bytes: perhaps for want of a directory.
    private func explained(_ failure: FTPFailure) throws(EndpointError) -> EndpointError {
        if failure.reply == 550 || failure.reply == 553, try holder.absence(ofParentOf: temporary, .write) != nil {
            return self.failure(.notFound)
        }
        return failure.error(.write, path, at: endpoint.location)
    }

    private func failure(_ code: EndpointError.Code, _ reason: String? = nil) -> EndpointError {
        endpoint.failure(code, code == .corrupted || code == .alreadyExists ? .replace : .write, path, reason)
    }
}
