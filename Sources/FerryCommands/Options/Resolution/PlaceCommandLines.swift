internal import FerryCore
public import FerrySync

/// What a `list` command line asks for.
public struct ListCommandLine: Sendable {
    public let location: [UInt8]
    public let recursive: Bool
    public let long: Bool
    public let nulTerminated: Bool
    public let isJSON: Bool
    public let versions: Bool
    public let numbers: BigNumber.Style
    public let selection: SelectionOptions
    public let filterSteps: [FilterArguments.Step]
    /// For so many seconds; nil: nothing is signed but listed.
    public let presign: Int?

    public init(_ arguments: Arguments) throws(UsageError) {
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
public struct CatCommandLine: Sendable {
    public let locations: [[UInt8]]
    /// Bytes to leave out at the beginning of each file.
    public let offset: Int64
    /// At most so many bytes of each file; nil: all.
    public let length: Int64?
    /// For so many seconds; nil: nothing is signed but written out.
    public let presign: Int?

    public init(_ arguments: Arguments) throws(UsageError) {
        presign = try arguments.places.presign?.presignedSeconds()
        locations = try arguments.someOperands("a file to write out")
        offset = try arguments.places.offset?.size() ?? 0
        length = try arguments.places.length?.size()
    }
}

/// What a `put` command line asks for.
public struct PutCommandLine: Sendable {
    public let location: [UInt8]
    public let makesPath: Bool
    /// For so many seconds; nil: nothing is signed but stored.
    public let presign: Int?

    public init(_ arguments: Arguments) throws(UsageError) {
        presign = try arguments.places.presign?.presignedSeconds()
        location = try arguments.onlyOperand("a file to write to")
        makesPath = arguments.places.makesPath
    }
}

/// What a `remove` command line asks for.
public struct RemoveCommandLine: Sendable {
    public let locations: [[UInt8]]
    public let recursive: Bool
    public let ignoresMissing: Bool
    public let dryRun: Bool
    /// Whether each name that goes is printed.
    public let isVerbose: Bool
    /// Only what killed runs left goes.
    public let incomplete: Bool

    public init(_ arguments: Arguments) throws(UsageError) {
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
