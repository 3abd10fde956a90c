/// Options of `delta`.
package struct DeltaArguments: Sendable {
    package var format: OptionText?
    /// `-H`
    package var hash: OptionText?
    /// `-R`
    package var rollingSum: OptionText?
    /// `-b`
    package var blockSize: OptionText?
    /// `-S`
    package var sumSize: OptionText?
    /// `-s`
    package var statistics = false
    /// `-f`
    package var force = false
    package var threads: OptionText?
    /// `-I`
    package var inputBufferSize: OptionText?
    /// `-O`
    package var outputBufferSize: OptionText?
}
