public import FerryCore

/// How the run goes about its work.
public struct RunOptions: Sendable {
    /// `-n`: everything is decided and reported, nothing is changed.
    public var dryRun = false
    /// `--parallel`: threads that transfer; nil: as many as the places advise.
    public var workers: Int?
    /// `--connections`: how many there are to each side; nil: as many as the places advise.
    public var connections: ConnectionCounts?
    /// `--list-only`: the selected entries are reported and nothing else is done.
    public var listOnly = false
    /// Whether entries that stay as they are get an event too (`-ii`, `-vv`).
    public var reportsUnchanged = false
    /// Whether it is told which filter rule decided about a name (`--debug=filter`).
    public var tellsRules = false
    /// The digest that events of files with content tell (`%C`); nil: none is computed for them.
    public var reportedDigest: DigestAlgorithm?

    public init() {}
}
