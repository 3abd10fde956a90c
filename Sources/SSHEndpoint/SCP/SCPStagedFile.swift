internal import FerryCore
internal import FerryEndpoints

/// A file that is sent under a temporary name, and moved onto its own in the end.
final class SCPStagedFile: StagedFile {
    private let endpoint: SCPEndpoint
    private let path: RelativePath
    /// Where the bytes go: in the same directory, or in another one of the same host.
    private let holder: SCPEndpoint
    private var upload: SCPUpload
    private var isEnded = false
    /// Why the other side took no more: the answer to all that is written from then on.
    private var refusal: SCPError?

    init(_ request: StageRequest, on endpoint: SCPEndpoint) throws(EndpointError) {
        try endpoint.requireAllowed(request.path, .write)
        self.endpoint = endpoint
        path = request.path
        let directory: RelativePath
        switch request.placement {
        case .beside:
            (holder, directory) = (endpoint, request.path.parent ?? .root)
        case .directory(let other):
            (holder, directory) = (try endpoint.neighbour(other, .write, request.path), .root)
        case .inPlace:
            throw EndpointError(
                .unsupported, .write, path: request.path, location: endpoint.location,
                reason: "files cannot be written in place over scp")
        }
        upload = SCPUpload(of: Array(request.path.name), in: directory, size: request.size, on: holder)
        if request.resuming != nil {
            throw EndpointError(.notFound, .write, path: request.path, location: endpoint.location)
        }
    }

    deinit {
        if !isEnded { discard() }
    }

    var isLost: Bool { upload.isLost }

    // MARK: Writing

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        try endpoint.during(.write, path) { () throws(SCPError) in
            if let refusal { throw refusal }
            guard offset == upload.written else { throw .refused(.unsupported, "scp takes bytes in their order only") }
            do throws(SCPError) {
                try upload.write(bytes)
            } catch {
                if case .refused = error { refusal = error }
                throw error
            }
        }
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        throw EndpointError(.unsupported, .write, path: path, location: endpoint.location)
    }

    /// Made again after an error, it goes on where it was.
    func hole(_ range: ByteRange) throws(EndpointError) {
        let zeros = [UInt8](repeating: 0, count: 64 << 10)
        while upload.written < range.end {
            let offset = upload.written
            try zeros.prefix(Int(clamping: range.end - offset)).withBytes { (bytes) throws(EndpointError) in
                try write(bytes, at: offset)
            }
        }
    }

    func readBack() throws(EndpointError) -> (any ByteReader)? {
        try endpoint.during(.write, path) { () throws(SCPError) in try upload.finish() }
        return try SCPReader(staged: upload.temporary, size: upload.written, of: holder)
    }

    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? {
        try endpoint.during(.write, path) { () throws(SCPError) in try upload.finish() }
        let digest = endpoint.host.hashing.digest(
            of: holder.word(upload.temporary), size: upload.written, by: algorithm)
        return digest.map { [StoredDigest($0, of: ByteRange(offset: 0, length: upload.written))] }
    }

    func checkpoint() throws(EndpointError) -> ResumeToken {
        throw EndpointError(
            .unsupported, .write, path: path, location: endpoint.location,
            reason: "an upload cannot be continued over scp")
    }

    /// POSIX has no command that makes one file durable.
    func synchronize() {}

    // MARK: Ending

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        try endpoint.during(.write, path) { () throws(SCPError) in
            guard !isEnded else { throw .status(40) }
            guard length == upload.written else {
                throw .refused(.corrupted, "\(upload.written) bytes were written instead of \(length)")
            }
            try upload.finish()
        }
        return try endpoint.during(.replace, path) { () throws(SCPError) in
            let wanted = metadata.fields
            var (metadata, refused) = endpoint.settable(metadata)
            if metadata.permissions == nil { metadata.permissions = 0o666 & ~endpoint.host.access.options.umask }
            let words = [holder.word(upload.temporary), Array("\(length)".utf8)] + MetadataWords.words(metadata)
            let output = try endpoint.host.run(
                RemoteCommands.call("commit", [endpoint.rootWord, path.bytes] + words))
            let letters = output.prefix { $0 != UInt8(ascii: "\n") }
            let entry = try endpoint.entry(Array(output[letters.endIndex...].dropFirst()), at: path)
            isEnded = true
            return Committed(entry: entry, notSet: MetadataWords.fields(letters).intersection(wanted).union(refused))
        }
    }

    /// What has arrived stays, of a file that is cut off as of one that is whole.
    func keep(at path: RelativePath) throws(EndpointError) {
        try endpoint.requireAllowed(path, .write)
        try endpoint.during(.write, path) { () throws(SCPError) in
            guard !isEnded else { throw .status(40) }
            do throws(SCPError) {
                try upload.finish()
            } catch {
                guard error.code == .corrupted else { throw error }
                upload.abandon()
            }
            let words = [endpoint.rootWord, path.bytes, holder.word(upload.temporary)]
            _ = try endpoint.host.run(RemoteCommands.call("keep", words))
            isEnded = true
        }
    }

    func discard() {
        isEnded = true
        upload.discard()
    }
}
