package import FerrySync

/// What a `check` command line asks for.
package struct CheckCommandLine: Sendable {
    package let left: [UInt8]
    package let right: [UInt8]
    package let filterSteps: [FilterArguments.Step]
    /// Filter files end their items with a NUL byte.
    package let nulTerminated: Bool
    /// Selection, comparison and workers; nothing is written.
    package let options: SyncOptions
    package let isJSON: Bool
    package let isQuiet: Bool
    /// Whether entries that are the same are mentioned too.
    package let isVerbose: Bool
    package let numbers: BigNumber.Style

    /// Everything takes part, as with `-a`: what exists on one side only is a difference whatever its kind.
    package static var defaults: Arguments { Preset.sync.defaults }

    package init(_ arguments: Arguments, environment: Environment) throws(UsageError) {
        guard arguments.operands.count == 2 else {
            throw UsageError("two trees have to be named, not \(arguments.operands.count); see --help")
        }
        left = arguments.operands[0]
        right = arguments.operands[1]
        var arguments = arguments
        arguments.selection.directories = .on
        filterSteps = arguments.filters.steps(followedBy: [])
        nulTerminated = arguments.filters.nulTerminated
        options = try SyncOptions(resolving: arguments, preset: .sync, environment: environment)
        isJSON = arguments.output.json
        isQuiet = arguments.output.quiet > 0
        isVerbose = arguments.output.verbosity > 0
        numbers = BigNumber.Style(humanReadable: arguments.output.humanReadable)
    }
}
