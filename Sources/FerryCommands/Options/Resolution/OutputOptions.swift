/// What is printed, and how.
package struct OutputOptions: Sendable {
    package let preset: Preset
    /// How often `-v` was given.
    package let verbosity: Int
    package let quiet: Bool
    package let json: Bool

    package init(resolving arguments: Arguments, preset: Preset) throws(UsageError) {
        let typed = arguments.output
        self.preset = preset
        verbosity = typed.verbosity
        quiet = typed.quiet > 0
        json = typed.json
    }
}
