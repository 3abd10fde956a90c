/// Options about the run as a whole.
package struct RunningArguments: Sendable {
    package var dryRun = false
    package var workers: OptionText?
    package var connections: OptionText?
    package var bandwidth: OptionText?
    package var timeout: OptionText?
    package var stopAfter: OptionText?
    package var stopAt: OptionText?
    /// `--no-state`
    package var usesState = true
}
