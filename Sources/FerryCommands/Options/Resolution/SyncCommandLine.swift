internal import FerryCore
public import FerrySync

/// What a `sync` or `rsync` command line asks for, with every option resolved.
public struct SyncCommandLine: Sendable {
    public let preset: Preset
    /// As typed: a path or another location, with its trailing slash.
    public let sources: [[UInt8]]
    /// Nil when only a listing is asked for.
    public let destination: [UInt8]?
    /// The list that names the entries below the one source.
    public let filesFrom: FilesFrom?
    /// `-R`: the path of a source is kept, from its `/./` on if it has one.
    public let relative: Bool
    /// `--mkpath`
    public let makesPath: Bool
    /// `--open-noatime`, which a second `-U` implies.
    public let keepsAccessTimes: Bool
    /// In order, ending with the rules that other options imply.
    public let filterSteps: [FilterArguments.Step]
    /// `--delete-excluded`: rules that name no side concern the source alone.
    public let deletesExcluded: Bool
    /// Lists and filter files end their items with a NUL byte.
    public let nulTerminated: Bool
    /// `--bwlimit`, in bytes a second.
    public let bandwidth: Int64?
    /// `--timeout`, in seconds.
    public let timeout: Int?
    /// `--stop-after`, `--stop-at`, in seconds since 1970.
    public let stopTime: Int64?
    /// Whether anything is remembered from run to run. Not by the rsync preset, which is what rsync is.
    public let usesState: Bool
    public let manifests: SyncManifestNames
    public let options: SyncOptions
    public let output: OutputOptions

    public struct FilesFrom: Sendable, Hashable {
        /// The file's name; nil for standard input.
        public let path: [UInt8]?
        public let nulTerminated: Bool
    }

    /// Reads the words that follow the command's name.
    public init(_ words: [[UInt8]], preset: Preset, environment: Environment) throws(UsageError) {
        var arguments = preset.defaults
        try ArgumentParser.parse(words, of: preset == .sync ? .sync : .rsync, into: &arguments)
        try self.init(arguments, preset: preset, environment: environment)
    }

    public init(_ arguments: Arguments, preset: Preset, environment: Environment) throws(UsageError) {
        var arguments = arguments
        let operands = try Operands(arguments, preset: preset)
        if operands.destination == nil { arguments.output.listOnly = true }
        arguments.inferSelection()

        self.preset = preset
        sources = operands.sources
        destination = operands.destination
        filesFrom = operands.filesFrom
        relative = arguments.selection.relative ?? (operands.filesFrom != nil)
        makesPath = arguments.selection.makesPath
        keepsAccessTimes = arguments.metadata.readsWithoutTrace || arguments.metadata.accessTimes > 1
        deletesExcluded = arguments.deletion.excluded
        nulTerminated = arguments.filters.nulTerminated
        bandwidth = try arguments.running.bandwidthLimit()
        timeout = try arguments.running.idleTime()
        stopTime = try arguments.running.stopTime(environment.now)
        usesState = arguments.running.usesState && preset == .sync
        options = try SyncOptions(resolving: arguments, preset: preset, environment: environment)
        manifests = try SyncManifestNames(resolving: arguments, options)
        filterSteps = arguments.filterSteps(options)
        output = try OutputOptions(resolving: arguments, preset: preset)
    }
}

/// Which words are sources and which is the destination.
private struct Operands {
    var sources: [[UInt8]]
    var destination: [UInt8]?
    var filesFrom: SyncCommandLine.FilesFrom?

    init(_ arguments: Arguments, preset: Preset) throws(UsageError) {
        let words = arguments.operands
        guard let first = words.first else { throw UsageError("a source and a destination are needed; see --help") }
        let lists = arguments.output.listOnly || preset == .rsync
        if words.count == 1, !lists {
            throw UsageError("a destination is needed after '\(DisplayName.escaping(first))'")
        }
        sources = words.count == 1 ? words : Array(words.dropLast())
        destination = words.count == 1 ? nil : words.last
        guard let list = arguments.selection.filesFrom else { return }
        if sources.count != 1 || destination == nil {
            throw UsageError("'--files-from' needs one source and a destination")
        }
        filesFrom = SyncCommandLine.FilesFrom(
            path: list.bytes == Array("-".utf8) ? nil : list.bytes, nulTerminated: arguments.filters.nulTerminated)
    }
}

extension Arguments {
    /// How `-r`, `-d`, `-a`, `--old-dirs`, `--files-from` and `--list-only` bear on each other.
    fileprivate mutating func inferSelection() {
        if selection.filesFrom != nil {
            if selection.recursion == .implied { selection.recursion = .off }
            if selection.directories == .unset { selection.directories = .on }
        }
        if selection.directories == .old {
            filters.steps.append(.rule(OptionText(option: "--old-dirs", bytes: Array("- /*/*".utf8))))
            selection.recursion = .asked
        }
        if selection.recursion != .off {
            selection.directories = .on
        } else if selection.directories == .unset {
            selection.directories = output.listOnly ? .on : .off
        }
    }

    /// The filter rules as given, and those that follow from other options, which come last.
    fileprivate func filterSteps(_ options: SyncOptions) -> [FilterArguments.Step] {
        var implied: [[UInt8]] = []
        if let backup = options.writing.backup, backup.directory == nil, options.deletion.timing != nil,
            !deletion.excluded
        {
            implied.append("P *".utf8 + backup.suffix)
        }
        if case .directory(let directory) = options.writing.partial {
            implied.append("-p ".utf8 + directory.bytes + [RelativePath.separator])
        }
        return filters.steps(followedBy: implied)
    }
}

extension FilterArguments {
    /// The rules as given, then those that other options imply, then what `-C` stands for.
    func steps(followedBy implied: [[UInt8]]) -> [Step] {
        steps
            + (implied + (cvsExclude ? [":C", "-C"] : []).map { Array($0.utf8) }).map { rule in
                .rule(OptionText(option: "implied rule", bytes: rule))
            }
    }
}
