internal import FerryCore
public import FerrySync

/// What a `check` command line asks for, with every option resolved.
public struct CheckCommandLine: Sendable {
    /// As typed.
    public let first: [UInt8]
    public let second: [UInt8]
    /// In order, ending with the rules that other options imply.
    public let filterSteps: [FilterArguments.Step]
    public let nulTerminated: Bool
    public let options: CheckOptions
    public let output: OutputOptions

    public init(_ arguments: Arguments) throws(UsageError) {
        guard arguments.operands.count == 2 else {
            throw UsageError("two locations are needed, \(arguments.operands.count) given; see 'ferry check --help'")
        }
        first = arguments.operands[0]
        second = arguments.operands[1]
        filterSteps = arguments.filters.steps(followedBy: [])
        nulTerminated = arguments.filters.nulTerminated
        options = try CheckOptions(resolving: arguments)
        output = try OutputOptions(resolving: arguments, preset: .sync)
    }
}

extension CheckOptions {
    fileprivate init(resolving arguments: Arguments) throws(UsageError) {
        self.init()
        selection.oneFileSystem = arguments.selection.oneFileSystem > 0
        selection.minimumSize = try arguments.selection.minimumSize?.size()
        selection.maximumSize = try arguments.selection.maximumSize?.size()
        selection.links.followAll = arguments.links.followAll
        content = arguments.comparison.content
        sizeOnly = arguments.comparison.sizeOnly
        if let window = arguments.comparison.modifyWindow { modifyWindow = Int64(try window.integer()) }
        times = arguments.metadata.times
        permissions = arguments.metadata.permissions
        owner = arguments.metadata.owner
        group = arguments.metadata.group
        if let workers = arguments.running.workers {
            self.workers = try workers.integer(in: 1...256)
        } else if let counts = try ConnectionCounts(resolving: arguments) {
            self.workers = [counts.source, counts.destination].compactMap(\.self).max()
        }
        reportsSame = arguments.output.verbosity > 0
    }
}
