package import FerryCore

/// How the run goes about its work.
package struct RunOptions: Sendable {
    /// `-n`: everything is decided and reported, nothing is changed.
    package var dryRun = false
    /// `--parallel`: threads that transfer; nil: as many as the places advise.
    package var workers: Int?
    /// `--connections`: how many there are to each side; nil: as many as the places advise.
    package var connections: ConnectionCounts?
    /// `--list-only`: the selected entries are reported and nothing else is done.
    package var listOnly = false
    /// Whether entries that stay as they are get an event too (`-ii`, `-vv`).
    package var reportsUnchanged = false
    /// Whether it is told which filter rule decided about a name (`--debug=filter`).
    package var tellsRules = false
    /// The digest that events of files with content tell (`%C`); nil: none is computed for them.
    package var reportedDigest: DigestAlgorithm?

    package init() {}
}
