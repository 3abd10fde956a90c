internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// A staged file at the agent. Its content is sent without waiting for answers; a failure is thrown by the next call, at
/// the latest by the one that ends it, and makes all later ones fail at the agent as well.
final class AgentStagedFile: StagedFile {
    let number: FileNumber
    let resumedLength: Int64
    private let path: RelativePath
    private let endpoint: AgentEndpoint
    private let connection: AgentConnection
    private let sent = SentCalls()
    private let isCompressible: Bool
    private var isOver = false
    /// To a commit that was sent ahead of being asked for.
    private var ahead: AnswerUnderWay?
    /// Of what is sent, for the agent to compare; nil where it does not.
    private var written: WrittenDigest?
    /// The end of what was written, and of what stays without being written.
    private var extent: Int64

    /// Files up to this size are begun without waiting whether they can be.
    private static let mostUnasked: Int64 = 1 << 20

    init(_ request: StageRequest, on endpoint: AgentEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        path = request.path
        number = FileNumber(value: endpoint.session.newNumber())
        let order = try Self.order(request, endpoint)
        extent = order.keptLength ?? 0
        do throws(AnswerError) {
            let (connection, tree) = try endpoint.opened()
            self.connection = connection
            isCompressible = connection.compression?.incompressible.contains(path.name) != true
            let call = Call.stage(tree, number, order)
            if case .beside = order.placement, order.resuming == nil, order.size ?? .max <= Self.mostUnasked {
                resumedLength = 0
                sent.begin()
                connection.send(call) { [sent] in sent.end($0) }
            } else {
                resumedLength = try Self.begin(call, connection)
            }
        } catch {
            throw error.during(.write, request.path, at: endpoint.location)
        }
        if confirmsWhole(order) { written = WrittenDigest(.xxh128) }
    }

    private func confirmsWhole(_ order: StageOrder) -> Bool {
        if case .inPlace = order.placement { return false }
        return endpoint.session.confirmsUploads && resumedLength == 0
            && connection.version >= Greeting.firstWithCheckedCommits
    }

    /// Says that nobody will end the file. The agent keeps what was checkpointed; whoever continues that must find it
    /// let go.
    deinit {
        if !isOver { _ = try? connection.result(of: .release(number)) }
    }

    private static func begin(_ call: Call, _ connection: AgentConnection) throws(AnswerError) -> Int64 {
        var reader = try connection.result(of: call)
        do throws(ConnectionFailure) { return try reader.length() } catch { throw .lost(error) }
    }

    private static func order(_ request: StageRequest, _ endpoint: AgentEndpoint) throws(EndpointError) -> StageOrder {
        let placement: StageOrder.Placement =
            switch request.placement {
            case .beside: .beside
            case .inPlace(let keepsContent): .inPlace(keepsContent: keepsContent)
            case .directory(let other): .directory(try endpoint.number(of: other, .write, request.path))
            }
        return StageOrder(
            path: request.path, size: request.size, placement: placement, resuming: request.resuming?.bytes)
    }

    var isLost: Bool { connection.failure != nil }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(EndpointError) {
        var start = 0
        while start < bytes.count {
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(Frame.mostContent))
            try begin(weighing: piece.count)
            connection.sendWrite(
                piece, to: number, at: offset + Int64(start), isCompressible: isCompressible,
                completion: answered(piece.count))
            start += piece.count
        }
        written?.write(bytes, at: offset)
        extent = max(extent, offset + Int64(bytes.count))
    }

    func copy(_ range: ByteRange, of entry: Entry, at offset: Int64) throws(EndpointError) {
        written?.otherBytes()
        try send(.copy(number, range, of: entry, at: offset))
        extent = max(extent, offset + range.length)
    }

    func hole(_ range: ByteRange) throws(EndpointError) {
        written?.otherBytes()
        try send(.hole(number, range))
        extent = max(extent, range.end)
    }

    func readBack() throws(EndpointError) -> (any ByteReader)? {
        try flush()
        let reader = AgentReader(connection.pieces(of: .readBack(number)), of: path, at: endpoint.location)
        do throws(EndpointError) {
            try reader.waitForStart()
        } catch  where error.code == .unsupported {
            return nil
        }
        return reader
    }

    func storedDigests(by algorithm: DigestAlgorithm) throws(EndpointError) -> [StoredDigest]? {
        let digest = try result(of: .digestStaged(number, algorithm)) { (reader) throws(ConnectionFailure) in
            try reader.optional { (reader) throws(ConnectionFailure) in
                guard let digest = Digest(algorithm: algorithm, bytes: Array(try reader.text())) else {
                    throw .violation("a digest of another length")
                }
                return digest
            }
        }
        let whole = ByteRange(offset: 0, length: max(extent, resumedLength))
        return digest.map { [StoredDigest($0, of: whole)] }
    }

    func checkpoint() throws(EndpointError) -> ResumeToken {
        try result(of: .checkpoint(number)) { (reader) throws(ConnectionFailure) in
            ResumeToken(bytes: Array(try reader.text()))
        }
    }

    func synchronize() throws(EndpointError) {
        try result(of: .synchronize(number)) { (_) throws(ConnectionFailure) in }
    }

    /// Sends the commit.
    func advance(toCommit metadata: Metadata, length: Int64) {
        if ahead == nil { ahead = connection.begin(commit(metadata, length: length)) }
    }

    func awaitAnswers() { ahead?.arrive() }

    private func commit(_ metadata: Metadata, length: Int64) -> Call {
        .commit(number, metadata, length: length, expecting: written?.finish(length: length))
    }

    func commit(metadata: Metadata, length: Int64) throws(EndpointError) -> Committed {
        let expected = written?.finish(length: length)
        let answer = ahead.take() ?? connection.begin(commit(metadata, length: length))
        let committed = try result(answer) { (reader) throws(ConnectionFailure) in
            let entry = try reader.entry()
            guard entry.path == path else { throw .violation("another file was committed") }
            let notSet = MetadataFields(rawValue: try reader.byte())
            return Committed(entry: entry, notSet: notSet, isConfirmed: expected == nil ? false : try reader.flag())
        }
        isOver = true
        return committed
    }

    func keep(at path: RelativePath) throws(EndpointError) {
        try result(of: .keep(number, path)) { (_) throws(ConnectionFailure) in }
        isOver = true
    }

    func discard() {
        isOver = true
        _ = try? connection.result(of: .discard(number))
    }

    /// Waits until everything that was sent is answered; throws what went wrong.
    func flush() throws(EndpointError) {
        connection.flush()
        sent.waitForAll()
        try throwFailure()
    }

    /// Sends an instruction without waiting.
    private func send(_ call: Call) throws(EndpointError) {
        // About what the message takes.
        let weight = 256
        try begin(weighing: weight)
        connection.send(call, completion: answered(weight))
    }

    private func begin(weighing bytes: Int) throws(EndpointError) {
        try throwFailure()
        if !connection.window.takeAtOnce(bytes) {
            connection.flush()
            connection.window.take(bytes)
        }
        sent.begin()
    }

    private func answered(_ weight: Int) -> AgentConnection.Completion {
        { [connection, sent] answer in
            connection.window.giveBack(weight)
            sent.end(answer)
        }
    }

    private func throwFailure() throws(EndpointError) {
        if let failure = sent.failure { throw failure.during(.write, path, at: endpoint.location) }
    }

    /// Makes a call after all that was sent. What went wrong before is the reason that counts.
    private func result<Value>(
        of call: Call, _ read: (inout WireReader) throws(ConnectionFailure) -> Value
    ) throws(EndpointError) -> Value {
        try result(connection.begin(call), read)
    }

    private func result<Value>(
        _ answer: AnswerUnderWay, _ read: (inout WireReader) throws(ConnectionFailure) -> Value
    ) throws(EndpointError) -> Value {
        do throws(AnswerError) {
            var reader = try answer.wait()
            do throws(ConnectionFailure) { return try read(&reader) } catch { throw .lost(error) }
        } catch {
            try throwFailure()
            throw error.during(.replace, path, at: endpoint.location)
        }
    }
}
