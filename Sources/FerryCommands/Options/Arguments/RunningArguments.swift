/// Options about the run as a whole.
public struct RunningArguments: Sendable {
    public var dryRun = false
    public var workers: OptionText?
    public var connections: OptionText?
    public var bandwidth: OptionText?
    public var timeout: OptionText?
    public var stopAfter: OptionText?
    public var stopAt: OptionText?
    /// `--no-state`
    public var usesState = true
}
