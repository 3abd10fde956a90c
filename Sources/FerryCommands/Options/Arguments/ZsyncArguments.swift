/// Options of `zsync`.
package struct ZsyncArguments: Sendable {
    /// `-i`
    package var seeds: [OptionText] = []
    /// `-u`
    package var urls: [OptionText] = []
    /// `-o`
    package var output: OptionText?
    /// `-b`
    package var blockSize: OptionText?
}
