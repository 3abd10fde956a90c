/// Options of `zsync`.
public struct ZsyncArguments: Sendable {
    /// `-i`
    public var seeds: [OptionText] = []
    /// `-u`
    public var urls: [OptionText] = []
    /// `-o`
    public var output: OptionText?
    /// `-b`
    public var blockSize: OptionText?
}
