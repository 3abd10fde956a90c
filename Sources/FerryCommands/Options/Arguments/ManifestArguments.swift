/// Options of `manifest`, and of `check` and `sync` about manifests.
package struct ManifestArguments: Sendable {
    /// `-o`
    package var output: OptionText?
    package var hashes: OptionText?
    package var countsLines = false
    package var publishesSignatures = false
    package var format: OptionText?
    package var nulTerminated = false
    package var exact = false
    package var quick = false
    package var sample: OptionText?
    package var failedTo: OptionText?
    /// `check --manifest`, `sync --manifest`
    package var manifest: OptionText?
    package var compareManifest: OptionText?
    package var manifestOut: OptionText?
    /// `--require-check-file`, `--write-check-files`: whether, and with which value.
    package var requiresCheckFiles = false
    package var checkFileEndings: OptionText?
    package var requiresComplete = false
    package var writesCheckFiles = false
    package var checkFileAlgorithm: OptionText?
}
