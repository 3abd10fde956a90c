/// What is removed at the destination.
public struct DeletionOptions: Sendable {
    /// Nil: nothing. `--delete` is `during` in rsync's preset and `delay` in ferry's own.
    public var timing: Timing?
    /// `--max-delete`
    public var limit: Limit?
    /// Whether the limit is checked against the whole list before the first removal (ferry), or removals stop when it
    /// is reached (rsync).
    public var checksLimitFirst = true
    /// Whether failed transfers keep deletions from happening (ferry), or only a failed scan does (rsync).
    public var needsCompleteTransfers = true
    /// `--force`: a directory that is in the way of a file goes even when not empty.
    public var force = false
    /// `--ignore-errors`: deletes even after errors in the scan.
    public var ignoresErrors = false
    /// `--allow-empty-source`: an empty source may empty the destination.
    public var allowsEmptySource = false

    public init() {}

    public enum Timing: Sendable, Hashable {
        case before, during, delay, after
    }

    public enum Limit: Sendable, Hashable {
        case count(Int)
        /// Of the entries at the destination, 0 ... 100.
        case percent(Double)
    }
}
