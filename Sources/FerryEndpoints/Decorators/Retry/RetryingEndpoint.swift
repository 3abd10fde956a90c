public import FerryCore

/// Makes calls again that failed for a passing reason, also those of readers, listings and staged files.
///
/// A reply that got lost leaves open whether the call took effect. Most calls can simply be made again; those that
/// cannot are interpreted: when a repeated call finds its work done, it is.
public struct RetryingEndpoint: EndpointDecorator {
    public let base: any Endpoint
    let policy: RetryPolicy

    public init(_ base: any Endpoint, _ policy: RetryPolicy) {
        self.base = base
        self.policy = policy
    }

    public func around<Result>(
        _ call: EndpointCall, _ path: RelativePath?, _ body: () throws(EndpointError) -> Result
    ) throws(EndpointError) -> Result {
        try policy.run { (_) throws(EndpointError) in try body() }
    }

    public func decorating(_ sibling: any Endpoint) -> any Endpoint { RetryingEndpoint(sibling, policy) }

    public func list(_ request: ListingRequest) throws(EndpointError) -> any Listing {
        try RetryingListing(request, of: base, policy)
    }

    public func read(_ entry: Entry, range: ByteRange?) throws(EndpointError) -> any ByteReader {
        try RetryingReader(PinnedFile(entry: entry, range: range, endpoint: base), policy)
    }

    public func stage(_ request: StageRequest) throws(EndpointError) -> any StagedFile {
        let file = try policy.run { (_) throws(EndpointError) in try base.stage(request) }
        return RetryingStagedFile(file, for: request, by: self)
    }

    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try repeating(unless: .alreadyExists) { () throws(EndpointError) in
            try base.createDirectory(at: path, metadata: metadata)
        } done: { () throws(EndpointError) in
            try base.entry(at: path)?.kind == .directory ? () : nil
        }
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try repeating(unless: .notFound) { () throws(EndpointError) in
            try base.remove(path, kind: kind)
        } done: { () throws(EndpointError) in
            try base.entry(at: path) == nil ? () : nil
        }
    }

    public var renaming: (any RenamingRole)? { base.renaming.map { RetryingRenaming(base: $0, endpoint: self) } }

    public var groupedCalls: (any GroupedCallsRole)? {
        base.groupedCalls.map { RetryingGroupedCalls(base: $0, endpoint: self) }
    }

    public var durability: (any DurabilityRole)? {
        base.durability.map { RetryingDurability(base: $0, policy: policy) }
    }

    /// Makes a call that cannot simply be made twice. When a repetition fails with `code`, as it would if an earlier
    /// attempt took effect, `done` looks whether it did: its result counts, nil means no. `isOver` as in `RetryPolicy.run`.
    func repeating<Result>(
        unless code: EndpointError.Code, isOver: () -> Bool = { false }, _ call: () throws(EndpointError) -> Result,
        done: () throws(EndpointError) -> Result?
    ) throws(EndpointError) -> Result {
        try policy.run(unless: isOver) { (attempt) throws(EndpointError) in
            do throws(EndpointError) {
                return try call()
            } catch {
                if attempt > 1, error.code == code, let result = try done() { return result }
                throw error
            }
        }
    }
}

/// Renames again; what is at its new name, and no longer at the old one, was renamed.
struct RetryingRenaming: RenamingRole {
    let base: any RenamingRole
    let endpoint: RetryingEndpoint

    func rename(
        _ path: RelativePath, to newPath: RelativePath, on other: (any Endpoint)?
    ) throws(EndpointError) {
        let target = other ?? endpoint.base
        try endpoint.repeating(unless: .notFound) { () throws(EndpointError) in
            try base.rename(path, to: newPath, on: other)
        } done: { () throws(EndpointError) in
            try target.entry(at: newPath) != nil ? () : nil
        }
    }
}
