/// Options about deleting.
package struct DeletionArguments: Sendable {
    /// `--delete-during` and `--delete-delay` take each other's place; all others exclude each other.
    package enum OnTheWay: Sendable {
        case during, delay
    }

    package var delete = false
    package var before = false
    package var onTheWay: OnTheWay?
    package var after = false
    package var excluded = false
    package var limit: OptionText?
    package var force = false
    package var ignoresErrors = false
    package var allowsEmptySource = false
}
