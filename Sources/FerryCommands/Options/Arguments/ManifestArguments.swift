/// Options of `manifest`, and of `check` and `sync` about manifests.
public struct ManifestArguments: Sendable {
    /// `-o`
    public var output: OptionText?
    public var hashes: OptionText?
    public var countsLines = false
    public var publishesSignatures = false
    public var format: OptionText?
    public var nulTerminated = false
    public var exact = false
    public var quick = false
    public var sample: OptionText?
    public var failedTo: OptionText?
    /// `check --manifest`, `sync --manifest`
    public var manifest: OptionText?
    public var compareManifest: OptionText?
    public var manifestOut: OptionText?
    /// `--require-check-file`, `--write-check-files`: whether, and with which value.
    public var requiresCheckFiles = false
    public var checkFileEndings: OptionText?
    public var requiresComplete = false
    public var writesCheckFiles = false
    public var checkFileAlgorithm: OptionText?
}
