internal import FerryCore
package import FerrySync

/// What a `list` command line asks for.
package struct ListCommandLine: Sendable {
    package let location: [UInt8]
    package let recursive: Bool
    package let long: Bool
    package let nulTerminated: Bool
    package let isJSON: Bool
    package let versions: Bool
    package let numbers: BigNumber.Style
    package let selection: SelectionOptions
    package let filterSteps: [FilterArguments.Step]
    /// For so many seconds; nil: nothing is signed but listed.
    package let presign: Int?

    package init(_ arguments: Arguments) throws(UsageError) {
        location = try arguments.onlyOperand("a location to list")
        presign = try arguments.places.presign?.presignedSeconds()
        var selection = SelectionOptions()
        selection.recursive = arguments.places.recursive
        selection.directoriesOnly = !arguments.places.recursive
        selection.oneFileSystem = arguments.selection.oneFileSystem > 0
        selection.links.followAll = arguments.links.followAll
        self.selection = selection
        filterSteps = arguments.filters.steps(followedBy: [])
        recursive = arguments.places.recursive
        long = arguments.places.long
        nulTerminated = arguments.places.nulTerminated
        isJSON = arguments.output.json
        versions = arguments.places.versions
        numbers = BigNumber.Style(humanReadable: arguments.output.humanReadable)
        if nulTerminated, long || isJSON { throw UsageError("'--null' cannot be combined with '--long' or '--json'") }
        if versions, nulTerminated || presign != nil || !filterSteps.isEmpty {
            throw UsageError("'--versions' cannot be combined with '--null', '--presign' or filter rules")
        }
    }
}

/// What a `cat` command line asks for.
package struct CatCommandLine: Sendable {
    package let locations: [[UInt8]]
    /// Bytes to leave out at the beginning of each file.
    package let offset: Int64
    /// At most so many bytes of each file; nil: all.
    package let length: Int64?
    /// For so many seconds; nil: nothing is signed but written out.
    package let presign: Int?

    package init(_ arguments: Arguments) throws(UsageError) {
        presign = try arguments.places.presign?.presignedSeconds()
        locations = try arguments.someOperands("a file to write out")
        offset = try arguments.places.offset?.size() ?? 0
        length = try arguments.places.length?.size()
    }
}

/// What a `put` command line asks for.
package struct PutCommandLine: Sendable {
    package let location: [UInt8]
    package let makesPath: Bool
    /// For so many seconds; nil: nothing is signed but stored.
    package let presign: Int?

    package init(_ arguments: Arguments) throws(UsageError) {
        presign = try arguments.places.presign?.presignedSeconds()
        location = try arguments.onlyOperand("a file to write to")
        makesPath = arguments.places.makesPath
    }
}

/// What a `remove` command line asks for.
package struct RemoveCommandLine: Sendable {
    package let locations: [[UInt8]]
    package let recursive: Bool
    package let ignoresMissing: Bool
    package let dryRun: Bool
    /// Whether each name that goes is printed.
    package let isVerbose: Bool
    /// Only what killed runs left goes.
    package let incomplete: Bool

    package init(_ arguments: Arguments) throws(UsageError) {
        locations = try arguments.someOperands("something to remove")
        incomplete = arguments.places.incomplete
        if incomplete, arguments.running.dryRun {
            throw UsageError("'--incomplete' cannot be combined with '--dry-run'")
        }
        recursive = arguments.places.recursive
        ignoresMissing = arguments.places.force
        dryRun = arguments.running.dryRun
        isVerbose = arguments.output.verbosity > 0 || arguments.running.dryRun
    }
}

extension Arguments {
    /// - Parameter wanted: What the operand is, for the message when there is none.
    func onlyOperand(_ wanted: String) throws(UsageError) -> [UInt8] {
        let operands = try someOperands(wanted)
        if operands.count > 1 { throw UsageError("only one location may be given") }
        return operands[0]
    }

    func someOperands(_ wanted: String) throws(UsageError) -> [[UInt8]] {
        if operands.isEmpty { throw UsageError("\(wanted) has to be named; see --help") }
        return operands
    }
}
