/// Options of `delta`.
public struct DeltaArguments: Sendable {
    public var format: OptionText?
    /// `-H`
    public var hash: OptionText?
    /// `-R`
    public var rollingSum: OptionText?
    /// `-b`
    public var blockSize: OptionText?
    /// `-S`
    public var sumSize: OptionText?
    /// `-s`
    public var statistics = false
    /// `-f`
    public var force = false
    public var threads: OptionText?
    /// `-I`
    public var inputBufferSize: OptionText?
    /// `-O`
    public var outputBufferSize: OptionText?
}
