/// What the store holds, for `ferry state show`.
public struct StateSummary: Sendable {
    public var pairs = 0
    public var directories = 0
    public var digests = 0
    public var signatures = 0
    public var checkFiles = 0
    public var unfinished = 0
    /// In bytes: of the database.
    public var size: Int64 = 0
    /// The latest first: the locations of a pair, and when a run was last between them (seconds since 1970).
    public var latest: [(locations: String, seen: Int64)] = []
}
