internal import FerryCore
internal import FerryEndpoints

/// A staged file of a client's. Used on its strand; `staged` is looked at from outside only between calls that the
/// client has seen the end of.
final class ServedFile: @unchecked Sendable {
    let strand = Strand()
    private(set) var staged: (any StagedFile)?
    private(set) var isOver = false
    /// Why the file could not be staged, or a write failed: what follows was sent before the client knew.
    private var failure: EndpointError?
    private var isCheckpointed = false
    /// The length that a file will have of which what is not written stays; nil elsewhere.
    private var keptLength: Int64?

    func perform(_ call: Call, of session: ServerSession) throws(EndpointError) -> ServerSession.Answer {
        switch call {
        case .discard:
            staged?.discard()
            end()
            return .result([])
        case .release:
            abandon()
            end()
            return .result([])
        default: break
        }
        if let failure { throw failure }
        do throws(EndpointError) {
            return try carryOut(call, session)
        } catch {
            if call.spoilsTheFile { failure = error }
            throw error
        }
    }

    /// Discards it, unless it was to be continued later.
    func abandon() {
        if !isCheckpointed { staged?.discard() }
        staged = nil
    }

    private func carryOut(_ call: Call, _ session: ServerSession) throws(EndpointError) -> ServerSession.Answer {
        if case .stage(let endpoint, _, let order) = call { return try stage(order, at: endpoint, session) }
        guard let staged else {
            // It has ended: this call was made again because its answer got lost.
            isOver = true
            throw EndpointError(.notFound, .write, path: nil, location: "")
        }
        switch call {
        case .write(_, let offset, let bytes):
            let result = bytes.withUnsafeBytes { bytes in
                Result { () throws(EndpointError) in try staged.write(bytes, at: offset) }
            }
            try result.get()
        case .copy(_, let range, let entry, let offset): try staged.copy(range, of: entry, at: offset)
        case .hole(_, let range): try staged.hole(range)
        case .synchronize: try staged.synchronize()
        default: return try finish(call, staged, session)
        }
        return .result([])
    }

    private func finish(
        _ call: Call, _ staged: any StagedFile, _ session: ServerSession
    ) throws(EndpointError) -> ServerSession.Answer {
        var writer = WireWriter()
        switch call {
        case .readBack:
            guard let reader = try staged.readBack() else {
                throw EndpointError(.unsupported, .read, path: nil, location: "")
            }
            return .stream(ContentPieces(reader, size: nil))
        case .digestStaged(_, let algorithm):
            writer.put(optional: try staged.readBack()?.digest(of: keptLength, by: algorithm)) { $0.put($1.bytes) }
        case .checkpoint:
            writer.put(try staged.checkpoint().bytes)
            isCheckpointed = true
        case .commit(_, let metadata, let length, let digest):
            let isConfirmed = try digest.map { (digest) throws(EndpointError) in try confirm(staged, digest) }
            let committed = try staged.commit(metadata: metadata, length: length)
            writer.put(committed.entry)
            writer.put(byte: committed.notSet.rawValue)
            if let isConfirmed { writer.put(isConfirmed) }
            end()
        case .keep(_, let path):
            try staged.keep(at: path)
            end()
        default: throw session.refusal("an unknown call about a file")
        }
        return .result(writer.bytes)
    }

    /// Whether what was written can be read, and is what it should be; throws where it is something else.
    private func confirm(_ staged: any StagedFile, _ expected: Digest) throws(EndpointError) -> Bool {
        guard let found = try staged.readBack()?.digest(by: expected.algorithm) else { return false }
        guard found == expected else { throw EndpointError(.corrupted, .write, path: nil, location: "") }
        return true
    }

    private func stage(
        _ order: StageOrder, at number: EndpointNumber, _ session: ServerSession
    ) throws(EndpointError) -> ServerSession.Answer {
        guard staged == nil else { throw session.refusal("a file is staged twice") }
        let placement: StageRequest.Placement =
            switch order.placement {
            case .beside: .beside
            case .directory(let other): .directory(try session.endpoint(other))
            case .inPlace(let keepsContent): .inPlace(keepsContent: keepsContent)
            }
        let request = StageRequest(
            path: order.path, size: order.size, placement: placement,
            resuming: order.resuming.map { ResumeToken(bytes: $0) })
        keptLength = order.keptLength
        let file = try session.endpoint(number).stage(request)
        staged = file
        var writer = WireWriter()
        writer.put(UInt64(file.resumedLength))
        return .result(writer.bytes)
    }

    private func end() {
        staged = nil
        isOver = true
    }
}

extension Call {
    /// Whether a file cannot be whole any more after this failed, so that calls sent meanwhile must fail as well.
    fileprivate var spoilsTheFile: Bool {
        switch self {
        case .stage, .write, .copy, .hole: true
        default: false
        }
    }
}
