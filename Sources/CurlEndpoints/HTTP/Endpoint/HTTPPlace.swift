internal import FerryCore
internal import FerryEndpoints

/// What endpoints on web servers have in common: a root, a client, and files that are read by GET.
protocol HTTPPlace: AnyObject, Sendable {
    var location: String { get }
    var client: HTTPClient { get }
    var path: ServerPath { get }

    func startLooking(at path: RelativePath) throws(HTTPFailure) -> HTTPClient.Pending
    func finishLooking(at path: RelativePath, _ pending: HTTPClient.Pending) throws(HTTPFailure) -> Entry?

    /// The entry at a path, for an operation that needs it.
    func look(at path: RelativePath, for operation: EndpointError.Operation) throws(EndpointError) -> Entry?
}

extension HTTPPlace {
    func url(of path: RelativePath) -> WebURL { WebURL(origin: client.origin, path: self.path.bytes(of: path)) }

    /// - Parameter sideBySide: Whether ranges of a large file may be under way together.
    func openReader(_ entry: Entry, _ range: ByteRange?, sideBySide: Bool) throws(EndpointError) -> any ByteReader {
        let offset = min(range?.offset ?? 0, entry.size)
        let length = min(range?.length ?? entry.size, entry.size - offset)
        if length == 0 { return EmptyReader() }
        if sideBySide, length >= HTTPParallelReader.smallest, FileState.strongTag(of: entry) != nil {
            return try HTTPParallelReader(entry, range: ByteRange(offset: offset, length: length), from: self)
        }
        return try HTTPReader(entry, range: ByteRange(offset: offset, length: length), from: self)
    }

    /// Looks at a file again after so many bytes of it: what comes at once is of one version, what takes longer may not be.
    ///
    /// - Parameter state: As the first response told it.
    func requireUnchanged(_ entry: Entry, _ state: FileState, after length: Int64) throws(EndpointError) {
        if length <= Self.longestUnseen { return }
        guard let now = try look(at: entry.path, for: .read), now.size == entry.size else {
            throw failure(.changedDuringTransfer, .read, entry.path)
        }
        // An entry that a manifest made has neither the server's time nor its tag, and one of a file that was new when it was
        // listed has no tag.
        let isSame =
            if entry.digest == nil, let version = entry.version {
                now.modified == entry.modified && now.version == version
            } else {
                now.modified == state.modified && (state.version == nil || now.version == state.version)
            }
        if !isSame { throw failure(.changedDuringTransfer, .read, entry.path) }
    }

    private static var longestUnseen: Int64 { 1 << 20 }

    /// Several names at once, as far as the server answers requests side by side.
    func lookedUp(_ names: NameList, in directory: RelativePath) throws(EndpointError) -> [Attributes?] {
        var found: [Attributes?] = []
        var pending: [(path: RelativePath, request: HTTPClient.Pending)] = []
        defer { for (_, request) in pending { request.exchange.cancel() } }
        for index in 0..<names.count {
            if pending.count == Self.window { found.append(try finish(pending.removeFirst())) }
            let path = directory.appending(name: names[index])
            pending.append((path, try caught(.look, path) { () throws(HTTPFailure) in try startLooking(at: path) }))
        }
        while !pending.isEmpty { found.append(try finish(pending.removeFirst())) }
        return found
    }

    /// Requests under way at a time.
    static var window: Int { 32 }

    private func finish(
        _ pending: (path: RelativePath, request: HTTPClient.Pending)
    ) throws(EndpointError) -> Attributes? {
        try caught(.look, pending.path) { () throws(HTTPFailure) in
            try finishLooking(at: pending.path, pending.request)?.attributes
        }
    }

    func failure(
        _ code: EndpointError.Code, _ operation: EndpointError.Operation, _ path: RelativePath?, _ reason: String? = nil
    ) -> EndpointError {
        EndpointError(code, operation, path: path, location: location, reason: reason)
    }

    /// Says of a failure what was being done, and where.
    func caught<Result>(
        _ operation: EndpointError.Operation, _ path: RelativePath, _ body: () throws(HTTPFailure) -> Result
    ) throws(EndpointError) -> Result {
        do throws(HTTPFailure) {
            return try body()
        } catch {
            throw error.error(operation, path, at: location)
        }
    }
}
