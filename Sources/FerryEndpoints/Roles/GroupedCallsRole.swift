public import FerryCore

/// Calls about many entries at the price of few round trips: all are asked for before the first answer is waited for.
///
/// Each result stands for what was asked at the same place, and says of it what the call about it alone would say. None
/// depends on another one: of the entries of a group, none lies in another, but for directories that are made.
public protocol GroupedCallsRole: Sendable {
    /// The most that is handed over at a time.
    var largestGroup: Int { get }

    /// As `entry(at:)`.
    func entries(at paths: [RelativePath]) -> [Result<Entry?, EndpointError>]

    /// One may lie in another that comes before it. Where the other one is made, this one may be `notFound` all the same, at
    /// places that do not keep the order of calls: asked for again, it is made.
    func createDirectories(_ directories: [DirectoryOrder]) -> [Result<Void, EndpointError>]

    func apply(_ changes: [MetadataChange]) -> [Result<MetadataFields, EndpointError>]

    func removeDirectories(_ directories: [RelativePath]) -> [Result<Void, EndpointError>]

    /// As `LeftoverRole.removeLeftovers(in:)`.
    func removeLeftovers(in directories: [RelativePath]) -> [Result<Int, EndpointError>]
}

extension GroupedCallsRole where Self: Endpoint {
    /// One by one, where listings tell of them and few are met.
    public func removeLeftovers(in directories: [RelativePath]) -> [Result<Int, EndpointError>] {
        directories.map { directory in
            Result { () throws(EndpointError) in try leftovers?.removeLeftovers(in: directory) ?? 0 }
        }
    }
}

/// A directory that is to be made: the arguments of `createDirectory`.
public struct DirectoryOrder: Sendable {
    public let path: RelativePath
    public let metadata: Metadata

    public init(path: RelativePath, metadata: Metadata) {
        self.path = path
        self.metadata = metadata
    }
}

/// Metadata that an entry is to have: the arguments of `apply`.
public struct MetadataChange: Sendable {
    public let path: RelativePath
    public let kind: EntryKind
    public let metadata: Metadata

    public init(path: RelativePath, kind: EntryKind, metadata: Metadata) {
        self.path = path
        self.kind = kind
        self.metadata = metadata
    }
}
