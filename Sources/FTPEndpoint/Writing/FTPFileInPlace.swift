internal import FerryCore
internal import FerryEndpoints

/// An existing file that is written where it is: from its start, which empties it first; from its end on; or in the middle,
/// where the server has shown that it changes those bytes and no others.
final class FTPFileInPlace: StagedFile {
    private let endpoint: FTPEndpoint
    private let path: RelativePath
    /// How long the file is at the server, with what is on its way.
    private var present: Int64
    /// Nil before the first byte.
    private var upload: FTPUpload?

    /// - Parameter keepsContent: Whether what is not written stays.
    init(_ path: RelativePath, keepsContent: Bool, on endpoint: FTPEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        self.path = path
        let old = keepsContent ? try endpoint.look(at: path, for: .write) : nil
        if old?.isDirectory == true { throw endpoint.failure(.alreadyExists, .write, path, "is a directory") }
        present = old?.size ?? 0
        if !keepsContent { upload = FTPUpload(to: place, endpoint.client) }
    }

    var isLost: Bool { upload?.isLost ?? false }

    private var place: [UInt8] { endpoint.path.bytes(of: path) }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        if upload?.end != offset || upload?.isDone == true { try begin(at: offset, of: Int64(bytes.count)) }
        try endpoint.caught(.write, path) { () throws(FTPFailure) in try upload?.write(bytes) }
        present = max(present, upload?.end ?? 0)
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        throw failure("the server cannot compose files")
    }

    func hole(_ range: ByteRange) throws(EndpointError) { try writeZeros(range, from: range.offset) }

    func readBack() throws(EndpointError) -> (any ByteReader)? {
        try finish()
        guard let entry = try endpoint.look(at: path, for: .read) else {
            throw endpoint.failure(.notFound, .read, path)
        }
        return try endpoint.read(entry, range: nil)
    }

    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? {
        try finish()
        guard let digest = try endpoint.storedDigest(of: place, length: present, preferring: algorithm) else {
            return nil
        }
        return [StoredDigest(digest, of: ByteRange(offset: 0, length: present))]
    }

    func checkpoint() throws(EndpointError) -> ResumeToken {
        throw failure("what is written in place is there already")
    }

    func synchronize() {}

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        if upload == nil, present == 0 || length == 0 { try begin(at: 0, of: 0) }
        try finish()
        guard present <= length else { throw failure("the server cannot cut a file off") }
        return try FTPSettling(endpoint: endpoint, path: path, at: place, of: length)
            .settle(metadata, content: nil, over: endpoint.client).committed
    }

    func keep(at path: RelativePath) throws(EndpointError) { try finish() }

    func discard() { try? finish() }

    /// Ends what is being sent, and goes on elsewhere.
    private func begin(at offset: Int64, of length: Int64) throws(EndpointError) {
        try finish()
        guard offset <= present else { throw failure("the server cannot leave a gap") }
        if offset == 0 {
            present = 0
        } else {
            let restarts = try endpoint.restarts()
            guard offset == present ? restarts.appends : restarts.patches else {
                throw failure("the server cannot write in the middle of a file")
            }
        }
        upload = FTPUpload(to: place, at: offset, endpoint.client)
    }

    private func finish() throws(EndpointError) {
        try endpoint.caught(.write, path) { () throws(FTPFailure) in try upload?.finish() }
    }

    private func failure(_ reason: String) -> EndpointError { endpoint.failure(.unsupported, .write, path, reason) }
}
