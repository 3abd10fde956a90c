/// What is removed at the destination.
package struct DeletionOptions: Sendable {
    /// Nil: nothing. `--delete` is `during` in rsync's preset and `delay` in ferry's own.
    package var timing: Timing?
    /// `--max-delete`
    package var limit: Limit?
    /// Whether the limit is checked against the whole list before the first removal (ferry), or removals stop when it
    /// is reached (rsync).
    package var checksLimitFirst = true
    /// Whether failed transfers keep deletions from happening (ferry), or only a failed scan does (rsync).
    package var needsCompleteTransfers = true
    /// `--force`: a directory that is in the way of a file goes even when not empty.
    package var force = false
    /// `--ignore-errors`: deletes even after errors in the scan.
    package var ignoresErrors = false
    /// `--allow-empty-source`: an empty source may empty the destination.
    package var allowsEmptySource = false

    package init() {}

    package enum Timing: Sendable, Hashable {
        case before, during, delay, after
    }

    package enum Limit: Sendable, Hashable {
        case count(Int)
        /// Of the entries at the destination, 0 ... 100.
        case percent(Double)
    }
}
