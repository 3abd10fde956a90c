public import FerryCore

/// An endpoint where things go wrong as planned, for tests of everything above it.
public struct FaultyEndpoint: EndpointDecorator {
    public let base: any Endpoint
    let plan: FaultPlan

    public init(_ base: any Endpoint, _ plan: FaultPlan) {
        self.base = base
        self.plan = plan
    }

    public func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try suffering(plan.effects(on: call, path), call, path, body)
    }

    public func decorating(_ sibling: any Endpoint) -> any Endpoint { FaultyEndpoint(sibling, plan) }

    /// What goes wrong with one call of a group goes wrong with no other.
    public var groupedCalls: (any GroupedCallsRole)? {
        base.groupedCalls.map { _ in SingleCalls(endpoint: self) }
    }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        let listing = try around(.list, request.directory) { () throws(EndpointError) in try base.list(request) }
        return FaultyListing(listing, of: request.directory, by: self)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        let reader = try around(.openReader, entry.path) { () throws(EndpointError) in
            try base.read(entry, range: range)
        }
        return FaultyReader(reader, of: entry.path, by: self)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        let file = try around(.stage, request.path) { () throws(EndpointError) in try base.stage(request) }
        return FaultyStagedFile(file, for: request.path, by: self)
    }

    public func close() {
        _ = plan.effects(on: .close, nil)
        base.close()
    }

    /// Makes a call under these effects. Those on data are up to the reader or the staged file.
    func suffering<Result>(
        _ effects: [Fault.Effect], _ call: EndpointCall, _ path: RelativePath?,
        _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        for effect in effects {
            switch effect {
            case .fail(let code): throw failure(code, call, path)
            case .delay(let seconds): plan.wait(seconds)
            case .run(let action): action()
            case .change(let change): try apply(change, to: path)
            case .loseReply, .shortRead, .truncate, .flipBit, .copyElsewhere, .cutWrite: break
            }
        }
        let result = try body()
        for case .loseReply(let code) in effects { throw failure(code, call, path) }
        return result
    }

    /// Does to an entry what others may do at any time.
    private func apply(_ change: Fault.Change, to path: RelativePath?) throws(EndpointError) {
        guard let path, let entry = try base.entry(at: path) else { return }
        switch change {
        case .grow: try resize(entry, to: entry.size + 1)
        case .shrink: try resize(entry, to: entry.size / 2)
        case .vanish: try base.remove(path, kind: entry.kind)
        case .becomeDirectory:
            try base.remove(path, kind: entry.kind)
            try base.createDirectory(at: path, metadata: Metadata())
        }
    }

    private func resize(_ entry: Entry, to size: Int64) throws(EndpointError) {
        let file = try base.stage(StageRequest(path: entry.path, placement: .inPlace(keepsContent: true)))
        if size > entry.size { try file.hole(ByteRange(offset: entry.size, length: size - entry.size)) }
        _ = try file.commit(metadata: Metadata(), length: size)
    }
}
