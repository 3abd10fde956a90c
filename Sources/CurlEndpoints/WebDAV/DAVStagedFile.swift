internal import FerryCore
internal import FerryEndpoints

/// A file that is uploaded under a temporary name and moved to its own in the end.
final class DAVStagedFile: StagedFile {
    private let endpoint: DAVEndpoint
    private let path: RelativePath
    /// Where the bytes go: in the same directory, or in another one of the same server.
    private let holder: DAVEndpoint
    private let temporary: RelativePath
    private let announced: Metadata
    /// Nil where it is not known.
    private let size: Int64?
    private var upload: DAVUpload
    /// Whether the file is what one upload made it.
    private var isInOnePiece: Bool
    private var isEnded = false
    /// Whether a later run may go on with it.
    private var isCheckpointed: Bool
    let resumedLength: Int64
    private var written: Int64
    /// Whether the server made it of another file by itself.
    private var isCopied = false
    /// Of what was written, where the server tells digests of what it has.
    private var hasher: Hasher?

    /// A server is asked for room for larger ones.
    private static let smallSize = 1 << 20
    /// Larger ones may be ended and gone on with, in bytes: less is sent again as fast.
    private static let longestInOnePiece = 16 << 20
    private static let collisions = 20
    /// How many of the collisions may be refusals, which are mostly meant.
    private static let refusals = 8

    init(_ request: StageRequest, on endpoint: DAVEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        path = request.path
        announced = request.metadata
        size = request.size
        var temporary = RelativePath(unchecked: StagedName.make(for: request.path.name))
        switch request.placement {
        case .beside:
            holder = endpoint
            temporary = request.path.renamed(to: temporary.name)
        case .directory(let directory):
            guard let place = directory.undecorated as? DAVEndpoint, place.client.origin == endpoint.client.origin
            else {
                throw endpoint.failure(.unsupported, .write, request.path, "the two are not on one server")
            }
            holder = place
        case .inPlace:
            throw endpoint.failure(.unsupported, .write, request.path, "files cannot be written in place there")
        }
        var start: Int64 = 0
        if let token = request.resuming {
            (temporary, start) = try Self.left(by: token, of: temporary, holder)
        } else {
            let room = (request.size ?? 0) > Self.smallSize ? request.size : nil
            try endpoint.requireDirectory(of: request.path, withRoomFor: room)
        }
        self.temporary = temporary
        (resumedLength, written) = (start, start)
        (isCheckpointed, isInOnePiece) = (start > 0, start == 0)
        hasher = start == 0 ? endpoint.habits.checksum.map { Hasher($0) } : nil
        var endsAnywhere = start > 0
        if let size, size > Self.longestInOnePiece { endsAnywhere = try holder.writesParts(beside: temporary) }
        upload = DAVUpload(
            to: temporary, on: holder, at: start, of: size, endsAnywhere: endsAnywhere, modified: announced.modified)
    }

    deinit {
        if !isEnded && !isCheckpointed { discard() }
    }

    // MARK: Writing

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        guard offset == written else {
            throw failure(.unsupported, "the server takes bytes in their order only")
        }
        if isCopied { throw failure(.unsupported, "the file is complete") }
        if upload.isDone { try goOn() }
        try caught { () throws(HTTPFailure) in try upload.write(bytes) }
        hasher?.update(bytes)
        written += Int64(bytes.count)
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        throw failure(.unsupported, "the server cannot compose files")
    }

    /// COPY, of whole files on the same server.
    func splice(from reader: any ByteReader, length: Int64, at offset: Int64) throws(EndpointError) -> Int64 {
        guard let source = reader.undecorated as? HTTPReader, offset == written else { return 0 }
        if !isCopied { try copyWhole(source) }
        guard isCopied else { return 0 }
        let taken = min(length, source.entry.size - offset)
        source.skip(taken)
        written += taken
        return taken
    }

    private func copyWhole(_ source: HTTPReader) throws(EndpointError) {
        guard written == 0, !upload.hasBegun, source.isUntouched, let place = source.endpoint as? DAVEndpoint,
            place.client.origin == holder.client.origin
        else { return }
        isCopied = try endpoint.caught(.write, path) { () throws(HTTPFailure) in
            try holder.copy(place.url(of: source.entry.path), to: holder.url(of: temporary))
        }
        if isCopied { hasher = nil }
    }

    func hole(_ range: ByteRange) throws(EndpointError) { try writeZeros(range, from: written) }

    /// Ends the upload, so that the server answers for what it has; what follows is sent to its end.
    /// Where the run was cancelled, a small rest that would begin another request is not sent.
    func checkpoint() throws(EndpointError) -> ResumeToken {
        guard !isCopied, size != nil, try holder.writesParts(beside: temporary) else {
            throw failure(.unsupported, "an upload cannot be continued there")
        }
        try finishUpload()
        isCheckpointed = true
        return UploadPosition(temporary: temporary, length: written).token
    }

    func readBack() throws(EndpointError) -> (any ByteReader)? {
        try finishUpload()
        guard let staged = try holder.look(at: temporary, for: .read) else { throw failure(.notFound) }
        return try holder.read(staged, range: ByteRange(offset: 0, length: written))
    }

    /// What a server has answered for is as durable as the server makes it.
    func synchronize() {}

    // MARK: Ending

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        guard length == written else { throw failure(.corrupted, "\(written) bytes were written instead of \(length)") }
        try finishUpload(modified: metadata.modified)
        var staged = try checked(replacing: path)
        let isConfirmed = try confirm(staged)
        var notSet = metadata.fields
        if let wanted = metadata.modified?.truncated(to: .second) {
            let found = staged
            staged = try endpoint.caught(.setMetadata, path) { () throws(HTTPFailure) in
                try holder.dated(found, wanted, wasAsked: isInOnePiece && !isCopied)
            }
            if staged.modified == wanted { notSet.remove(.modified) }
        }
        try moved(to: path)
        return Committed(entry: staged.at(path), notSet: notSet, isConfirmed: isConfirmed)
    }

    /// Compares with the digest that the server tells, if it does.
    private func confirm(_ staged: Entry) throws(EndpointError) -> Bool {
        guard let digest = hasher?.finish() else { return false }
        hasher = nil
        guard let told = staged.digest, told.algorithm == digest.algorithm else { return false }
        if told != digest { throw failure(.corrupted, "the server has another content than was sent") }
        return true
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        try finishUpload(modified: announced.modified)
        _ = try checked(replacing: path)
        try moved(to: path)
    }

    func discard() {
        isEnded = true
        upload.cancel()
        if upload.hasBegun || isCheckpointed || isCopied {
            holder.client.sweep(holder.url(of: temporary))
        }
    }

    /// The file as the server has it, which must be whole; and no directory is to be replaced. Both are asked at once.
    private func checked(replacing target: RelativePath) throws(EndpointError) -> Entry {
        let (staged, present) = try endpoint.caught(.replace, target) { () throws(HTTPFailure) in
            let first = try holder.startLooking(at: temporary)
            let second = try endpoint.startLooking(at: target)
            let staged = try holder.finishLooking(at: temporary, first)
            return (staged, try endpoint.finishLooking(at: target, second))
        }
        guard let staged else { throw failure(.notFound) }
        if present?.isDirectory == true { throw failure(.alreadyExists, "is a directory") }
        guard staged.size == written else {
            throw failure(.corrupted, "the server has \(staged.size) of \(written) bytes")
        }
        return staged
    }

    /// Apache removes what has the name and then renames: of several who replace one file, some find it gone in between,
    /// and their own still there. To those who fail in removing it, Apache says that they may not.
    private func moved(to target: RelativePath) throws(EndpointError) {
        try endpoint.caught(.replace, target) { () throws(HTTPFailure) in
            for attempt in 0..<Self.collisions {
                do throws(HTTPFailure) {
                    return try endpoint.move(holder.url(of: temporary), to: endpoint.url(of: target))
                } catch  where error.code == .permissionDenied && attempt < Self.refusals {
                    continue
                } catch  where error.code == .notFound {
                    guard try holder.finishLooking(at: temporary, try holder.startLooking(at: temporary)) != nil else {
                        throw error
                    }
                }
            }
            throw HTTPFailure(.serverFailure, "somebody else replaces the same file again and again")
        }
        isEnded = true
    }

    // MARK: Uploading

    /// Begins another upload where one has ended.
    private func goOn() throws(EndpointError) {
        guard size != nil, try holder.writesParts(beside: temporary) else {
            throw failure(.unsupported, "an upload cannot be continued there")
        }
        isInOnePiece = false
        upload = DAVUpload(
            to: temporary, on: holder, at: written, of: size, endsAnywhere: true, modified: announced.modified)
    }

    private func finishUpload(modified: Timestamp? = nil) throws(EndpointError) {
        if isCopied { return }
        try caught { () throws(HTTPFailure) in try upload.finish(modified: modified) }
    }

    private func caught(_ body: () throws(HTTPFailure) -> Void) throws(EndpointError) {
        try endpoint.caught(.write, path, body)
    }

    /// What a checkpoint left, if it is there still.
    private static func left(
        by token: ResumeToken, of expected: RelativePath, _ holder: DAVEndpoint
    ) throws(EndpointError) -> (RelativePath, Int64) {
        guard let position = UploadPosition(token), position.temporary.parent == expected.parent,
            let staged = try holder.look(at: position.temporary, for: .write), staged.size >= position.length,
            try holder.writesParts(beside: position.temporary)
        else { throw holder.failure(.notFound, .write, expected) }
        return (position.temporary, position.length)
    }

    private func failure(_ code: EndpointError.Code, _ reason: String? = nil) -> EndpointError {
        endpoint.failure(code, code == .corrupted || code == .alreadyExists ? .replace : .write, path, reason)
    }
}
