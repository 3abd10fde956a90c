internal import FerryCore
internal import FerryState

/// One command from its words to the status that the program ends with.
struct CommandRun {
    let command: CommandName
    let context: CommandContext

    func run(_ words: [[UInt8]]) -> Int32 {
        if command.isFilter { context.console.whenReaderLeaves { Signals.endByBrokenPipe() } }
        let status: Int32
        do throws(UsageError) {
            status = try perform(words)
        } catch {
            context.console.flush()
            if context.cancellation.isCancelled {
                tellInterruption(words)
                return ExitStatus.signal.rawValue
            }
            refuse(error)
            return self.status(for: error.status)
        }
        if status == ExitStatus.signal.rawValue { tellInterruption(words) }
        let output = context.finishOutput()
        if status != 0 || output == .success { return status }
        return self.status(for: output)
    }

    /// Commands that follow another program's statuses have their own for what is wrong outside of them.
    private func status(for status: ExitStatus) -> Int32 {
        switch command {
        case .check, .manifest: CheckCommand.Status.undecided.rawValue
        case .delta where status == .usage: DeltaStatus.usage.rawValue
        case .delta where status == .fileIO: DeltaStatus.inputOutput.rawValue
        default: status.rawValue
        }
    }

    private func perform(_ words: [[UInt8]]) throws(UsageError) -> Int32 {
        switch command {
        case .help: return tell(try TextCommands.help(words))
        case .completion: return tell(try TextCommands.completion(words))
        case .version where words.isEmpty: return tell(ProgramVersion.line + "\n")
        default: break
        }
        if words.count == 1, words[0].elementsEqual("-h".utf8) { return tell(HelpText.of(command)) }
        var arguments = command.defaults
        try ArgumentParser.parse(words, of: command, into: &arguments)
        if let text = try TextCommands.information(arguments, of: command) { return tell(text) }
        return try perform(arguments)
    }

    private func perform(_ arguments: Arguments) throws(UsageError) -> Int32 {
        var context = context
        // The rsync preset remembers nothing: it is what rsync is.
        if arguments.running.usesState, command != .rsync, let path = context.environment.statePath {
            context.state = StateStore(path: path)
        }
        let counts = try ConnectionCounts(resolving: arguments)
        context.registry = try registry(arguments, context.state, connections: counts?.destination)
        if let counts, counts.source != counts.destination {
            context.sourceRegistry = try registry(arguments, context.state, connections: counts.source)
        }
        return try perform(arguments, context)
    }

    private func registry(
        _ arguments: Arguments, _ state: StateStore?, connections: Int?
    ) throws(UsageError) -> EndpointRegistry {
        let isTalkative = arguments.output.verbosity > 0
        var registry = try EndpointRegistry(
            resolving: arguments, environment: context.environment, connections: connections, state: state,
            cancellation: context.cancellation,
            note: { [context] in if isTalkative { context.complain($0) } },
            warn: { [context] in context.complain("warning: \($0)") })
        registry.provesContent = command == .check || command == .manifest
        return registry
    }

    private func perform(_ arguments: Arguments, _ context: CommandContext) throws(UsageError) -> Int32 {
        switch command {
        case .sync: try sync(arguments, .sync, context)
        case .rsync: try sync(arguments, .rsync, context)
        case .check: try check(arguments, context)
        case .manifest: try ManifestCommand(line: ManifestCommandLine(arguments), context: context).run()
        case .list: try ListCommand(line: ListCommandLine(arguments), context: context).run()
        case .cat: try CatCommand(line: CatCommandLine(arguments), context: context).run()
        case .put: try PutCommand(line: PutCommandLine(arguments), context: context).run()
        case .remove: try RemoveCommand(line: RemoveCommandLine(arguments), context: context).run()
        case .zsync: try ZsyncCommand(line: ZsyncCommandLine(arguments), context: context).run()
        case .delta: DeltaCommand(line: try DeltaCommandLine(arguments), context: context).run()
        case .serve: try ServeCommand(line: ServeCommandLine(arguments), context: context).run()
        case .state: try StateCommand(line: StateCommandLine(arguments), context: context).run()
        case .help, .version, .completion: throw UsageError("'\(command.rawValue)' takes no such words")
        }
    }

    private func sync(
        _ arguments: Arguments, _ preset: Preset, _ context: CommandContext
    ) throws(UsageError) -> Int32 {
        let line = try SyncCommandLine(arguments, preset: preset, environment: context.environment)
        return try SyncCommand(line, context).run(cancellation: context.cancellation).rawValue
    }

    /// With a manifest in the place of one tree, or with two trees.
    private func check(_ arguments: Arguments, _ context: CommandContext) throws(UsageError) -> Int32 {
        guard let manifest = arguments.manifests.manifest else {
            return try CheckCommand(line: CheckCommandLine(arguments), context: context).run()
        }
        return try ManifestCommand(
            line: ManifestCommandLine(check: arguments, manifest: manifest), context: context
        ).run()
    }

    private func tell(_ text: String) -> Int32 {
        context.console.write(Array(text.utf8))
        return ExitStatus.success.rawValue
    }

    /// The rsync preset names itself, and closes with rsync's line.
    private func refuse(_ error: UsageError) {
        guard command == .rsync else { return context.complain(error.message) }
        context.console.printError("rsync: \(error.message)")
        if let line = ExitLine.text(for: error.status) { context.console.printError(line) }
    }

    /// The rsync preset says it in rsync's words.
    private func tellInterruption(_ words: [[UInt8]]) {
        let inPlace = ["--inplace", "--append"].contains { option in words.contains { $0.starts(with: option.utf8) } }
        switch command {
        case .rsync: break
        case .sync where inPlace: context.complain("interrupted; what was finished stays")
        case .sync, .put, .remove:
            context.complain("interrupted; what was finished stays, nothing is half-written")
        default: context.complain("interrupted")
        }
    }
}

extension CommandName {
    /// What the words of a command line are applied to.
    fileprivate var defaults: Arguments {
        switch self {
        case .sync: Preset.sync.defaults
        case .rsync: Preset.rsync.defaults
        default: Arguments()
        }
    }

    /// Whether the command is of no use once nobody reads what it prints.
    fileprivate var isFilter: Bool { [.check, .manifest, .list, .cat].contains(self) }
}
