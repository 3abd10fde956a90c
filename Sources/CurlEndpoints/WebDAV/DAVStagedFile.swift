internal import FerryCore
internal import FerryEndpoints

/// A file that is uploaded under a temporary name and moved to its own in the end. Small ones are sent when they are
/// complete, in one piece and with the time that they are to have; larger ones as they come.
final class DAVStagedFile: StagedFile {
    private let endpoint: DAVEndpoint
    private let path: RelativePath
    /// Where the bytes go: in the same directory, or in another one of the same server.
    private let holder: DAVEndpoint
    private let temporary: RelativePath
    private let announced: Metadata
    /// The length that the upload names; nil where it is not known.
    private let size: Int64?
    /// What is not sent yet; nil once the upload has begun.
    private var waiting: [UInt8]? = []
    private var upload: Exchange?
    private var isUploaded = false
    private var isEnded = false
    private var written: Int64 = 0
    /// Whether the server made it of another file by itself.
    private var isCopied = false
    /// Of what was written, where the server tells digests of what it has.
    private var hasher: Hasher?

    private static let longestWaiting = 1 << 20
    private static let collisions = 20
    /// How many of the collisions may be refusals, which are mostly meant.
    private static let refusals = 8

    init(_ request: StageRequest, on endpoint: DAVEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        path = request.path
        announced = request.metadata
        size = request.size
        switch request.placement {
        case .beside:
            holder = endpoint
            temporary = request.path.renamed(to: StagedName.make(for: request.path.name))
        case .directory(let directory):
            guard let place = directory.undecorated as? DAVEndpoint, place.client.origin == endpoint.client.origin
            else {
                throw endpoint.failure(.unsupported, .write, request.path, "the two are not on one server")
            }
            holder = place
            temporary = RelativePath(unchecked: StagedName.make(for: request.path.name))
        case .inPlace:
            throw endpoint.failure(.unsupported, .write, request.path, "files cannot be written in place there")
        }
        if request.resuming != nil { throw endpoint.failure(.notFound, .write, request.path) }
        hasher = endpoint.habits.checksum.map { Hasher($0) }
        let room = (request.size ?? 0) > Self.longestWaiting ? request.size : nil
        try endpoint.requireDirectory(of: request.path, withRoomFor: room)
    }

    deinit {
        if !isEnded { discard() }
    }

    // MARK: Writing

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        guard offset == written else {
            throw failure(.unsupported, "the server takes bytes in their order only")
        }
        if isUploaded { throw failure(.unsupported, "the file is complete") }
        hasher?.update(bytes)
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
        guard written == 0, waiting != nil, source.isUntouched, let place = source.endpoint as? DAVEndpoint,
            place.client.origin == holder.client.origin
        else { return }
        isCopied = try endpoint.caught(.write, path) { () throws(HTTPFailure) in
            try holder.copy(place.url(of: source.entry.path), to: holder.url(of: temporary))
        }
        isUploaded = isCopied
        if isCopied { hasher = nil }
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
        try finishUpload(modified: metadata.modified)
        var staged = try checked(replacing: path)
        let isConfirmed = try confirm(staged)
        var notSet = metadata.fields
        if let wanted = metadata.modified?.truncated(to: .second) {
            let found = staged
            staged = try endpoint.caught(.setMetadata, path) { () throws(HTTPFailure) in
                try holder.dated(found, wanted, wasAsked: !isCopied)
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
        upload?.cancel()
        if waiting == nil || isUploaded { _ = try? holder.perform(HTTPRequest(.delete, holder.url(of: temporary))) }
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

    private func request(_ body: CurlRequest.Body, modified: Timestamp?) -> HTTPRequest {
        var request = HTTPRequest(.put, holder.url(of: temporary))
        request.body = body
        if let modified { request.headers = DAVHabits.headers(modified: modified) }
        return request
    }

    private func beginUpload() throws(EndpointError) {
        let head = waiting ?? []
        waiting = nil
        upload = try endpoint.caught(.write, path) { () throws(HTTPFailure) in
            try holder.client.startKeeping(request(.stream(length: size), modified: announced.modified)).exchange
        }
        let result: Result<Void, EndpointError> = head.withUnsafeBytes { bytes in
            Result { () throws(EndpointError) in try send(bytes) }
        }
        try result.get()
    }

    private func send(_ bytes: UnsafeRawBufferPointer) throws(EndpointError) {
        do throws(CurlFailure) {
            try upload?.send(bytes)
        } catch {
            throw HTTPFailure(error).error(.write, path, at: endpoint.location)
        }
    }

    /// Sends what is left and waits for the server's word. Made again after a failure, it sends small files again.
    private func finishUpload(modified: Timestamp?) throws(EndpointError) {
        if isUploaded { return }
        if let size, waiting == nil, size != written {
            throw failure(.corrupted, "\(written) bytes were written instead of \(size)")
        }
        let reply = try endpoint.caught(.write, path) { () throws(HTTPFailure) -> Reply? in
            if let waiting {
                return try holder.perform(request(.bytes(SharedBytes(waiting)), modified: modified))
            }
            upload?.endBody()
            do throws(CurlFailure) {
                return try upload?.finish()
            } catch {
                throw HTTPFailure(error)
            }
        }
        guard let reply else { throw failure(.notFound) }
        guard reply.head.isSuccess else {
            // A missing directory, in the words of the protocol.
            if reply.status == 409 { throw failure(.notFound) }
            throw HTTPFailure(reply.head).error(.write, path, at: endpoint.location)
        }
        isUploaded = true
    }

    private func failure(_ code: EndpointError.Code, _ reason: String? = nil) -> EndpointError {
        endpoint.failure(code, code == .corrupted || code == .alreadyExists ? .replace : .write, path, reason)
    }
}
