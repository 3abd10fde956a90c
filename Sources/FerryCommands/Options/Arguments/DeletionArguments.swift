/// Options about deleting.
public struct DeletionArguments: Sendable {
    /// `--delete-during` and `--delete-delay` take each other's place; all others exclude each other.
    public enum OnTheWay: Sendable {
        case during, delay
    }

    public var delete = false
    public var before = false
    public var onTheWay: OnTheWay?
    public var after = false
    public var excluded = false
    public var limit: OptionText?
    public var force = false
    public var ignoresErrors = false
    public var allowsEmptySource = false
}
