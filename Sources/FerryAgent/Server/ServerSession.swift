internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// What a client has opened, by the numbers that it chose, and its calls carried out on that.
final class ServerSession: Sendable {
    private struct State {
        var endpoints: [EndpointNumber: any Endpoint] = [:]
        var files: [FileNumber: ServedFile] = [:]
        var streams: [UInt32: ServedStream] = [:]
        var incompressible: IncompressibleNames?
    }

    private let state = Mutex(State())
    private let isReadOnly: Bool
    private let open: AgentServer.Opener

    /// More than any client needs, and no burden.
    private static let mostEndpoints = 256
    private static let mostFiles = 4096
    private static let mostStreams = 4096

    init(isReadOnly: Bool, open: @escaping AgentServer.Opener) {
        self.isReadOnly = isReadOnly
        self.open = open
    }

    enum Answer {
        case result([UInt8])
        case stream(any PieceSource)
    }

    func perform(_ call: Call) throws(EndpointError) -> Answer {
        if isReadOnly, !call.changesNothing {
            throw EndpointError(.permissionDenied, .write, path: nil, location: "", reason: "the agent is read-only")
        }
        switch call {
        case .open(let number, let path, let options): return .result(try opened(path, options, as: number))
        case .close(let number):
            state.withLock { $0.endpoints.removeValue(forKey: number) }?.close()
            return .result([])
        default: break
        }
        if let file = call.file { return try perform(call, on: file) }
        return try perform(call, for: self)
    }

    private func opened(
        _ path: [UInt8], _ options: TreeOptions, as number: EndpointNumber
    ) throws(EndpointError) -> [UInt8] {
        let endpoint = try open(path, options)
        let isTaken = state.withLock { state in
            if state.endpoints[number] != nil || state.endpoints.count >= Self.mostEndpoints { return false }
            state.endpoints[number] = endpoint
            return true
        }
        guard isTaken else {
            endpoint.close()
            throw refusal("no more directories can be opened")
        }
        return ServedRoles.description(of: endpoint)
    }

    func endpoint(_ number: EndpointNumber) throws(EndpointError) -> any Endpoint {
        guard let endpoint = state.withLock({ $0.endpoints[number] }) else {
            throw refusal("a call about a directory that was not opened")
        }
        return endpoint
    }

    func refusal(_ reason: String) -> EndpointError {
        EndpointError(.protocolViolation, .connect, path: nil, location: "", reason: reason)
    }

    // MARK: Staged files

    /// The strand of a staged file, from its first mention to its end.
    func strand(of number: FileNumber) -> Strand {
        state.withLock { state in
            if let file = state.files[number] { return file.strand }
            let file = ServedFile()
            if state.files.count < Self.mostFiles { state.files[number] = file }
            return file.strand
        }
    }

    private func perform(_ call: Call, on number: FileNumber) throws(EndpointError) -> Answer {
        guard let file = state.withLock({ $0.files[number] }) else { throw refusal("too many files at once") }
        let answer = try file.perform(call, of: self)
        if file.isOver { state.withLock { _ = $0.files.removeValue(forKey: number) } }
        return answer
    }

    func stagedFiles(_ numbers: [FileNumber]) throws(EndpointError) -> [any StagedFile] {
        let files = state.withLock { state in numbers.map { state.files[$0]?.staged } }
        var found: [any StagedFile] = []
        for file in files {
            guard let file else { throw refusal("a call about a file that was not staged") }
            found.append(file)
        }
        return found
    }

    // MARK: Streams

    /// The content of such files is sent as it is.
    func spareIncompressible(_ names: IncompressibleNames) {
        state.withLock { $0.incompressible = names }
    }

    func isCompressible(_ path: RelativePath) -> Bool {
        state.withLock { $0.incompressible }?.contains(path.name) != true
    }

    func stream(_ call: UInt32) -> ServedStream? { state.withLock { $0.streams[call] } }

    func remember(_ stream: ServedStream) throws(ConnectionFailure) {
        let isNew = state.withLock { state in
            if state.streams[stream.number] != nil || state.streams.count >= Self.mostStreams { return false }
            state.streams[stream.number] = stream
            return true
        }
        if !isNew { throw .violation("too many streams, or two of one number") }
    }

    func forget(stream call: UInt32) {
        state.withLock { _ = $0.streams.removeValue(forKey: call) }
    }

    func cancelStreams() {
        for stream in state.withLock({ Array($0.streams.values) }) { stream.cancel() }
    }

    /// Discards what the client left behind. Nothing runs any more.
    func end() {
        let (files, endpoints) = state.withLock { state in
            defer { state = State() }
            return (Array(state.files.values), Array(state.endpoints.values))
        }
        for file in files { file.abandon() }
        for endpoint in endpoints { endpoint.close() }
    }
}
