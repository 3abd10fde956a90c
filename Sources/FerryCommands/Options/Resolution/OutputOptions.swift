public import FerryCore

/// What is printed, and how.
public struct OutputOptions: Sendable {
    public let preset: Preset
    public let isQuiet: Bool
    public let isJSON: Bool
    /// What is mentioned; nothing when quiet.
    public let info: OutputLevels<InfoFlag>
    /// `--debug`
    public let debug: OutputLevels<DebugFlag>
    /// Of the line for each change; nil when there is none.
    public let format: OutputFormat?
    /// How often `-i` was given.
    public let itemize: Int
    public let names: NameText
    public let numbers: BigNumber.Style
    /// `--stderr=all`
    public let allToStandardError: Bool
    public let buffering: Console.Buffering?
    public let log: Log?
    /// `ferry sync -n`: what would be done is told without being asked for.
    public let tellsPlan: Bool

    /// `--log-file`
    public struct Log: Sendable {
        public let path: [UInt8]
        public let format: OutputFormat
    }

    public init(resolving arguments: Arguments, preset: Preset) throws(UsageError) {
        let typed = arguments.output
        self.preset = preset
        isQuiet = typed.quiet > 0
        isJSON = typed.json
        itemize = typed.itemize
        names = NameText(keepsHighBytes: typed.eightBit)
        numbers = BigNumber.Style(humanReadable: typed.humanReadable)
        allToStandardError = try typed.sendsAllToStandardError()
        buffering = try typed.bufferingMode()
        info = try typed.infoLevels()
        tellsPlan = preset == .sync && arguments.running.dryRun && !isQuiet && !isJSON
        format = try typed.format(info) ?? (tellsPlan ? OutputFormat(parsing: "%i %n%L") : nil)
        log = try typed.log()
        debug = try typed.levels(DebugFlag.self, implied: [], typed.debug)
    }

    /// Whether the lines about changes tell what changed.
    public var tellsChanges: Bool { format?.contains(.itemizedChanges) ?? false }

    /// Whether entries that stay as they are may get a line.
    public var showsUnchanged: Bool { itemize > 1 || info[.name] > 1 }

    /// Whether lines tell digests of files.
    public var tellsDigests: Bool { [format, log?.format].contains { $0?.contains(.checksum) ?? false } }
}

extension OutputArguments {
    fileprivate func levels<Flag: OutputFlag>(
        _ flag: Flag.Type, implied: [String], _ values: [OptionText]
    ) throws(UsageError) -> OutputLevels<Flag> {
        var texts = implied
        for value in values { texts.append(try value.text()) }
        do throws(ValueError) {
            let levels = try OutputLevels<Flag>(verbosity: verbosity, values: texts)
            return quiet == 0 ? levels : try OutputLevels<Flag>(verbosity: 0, values: ["NONE"])
        } catch {
            throw UsageError(DisplayName.escaping("\(error)".utf8))
        }
    }

    /// What `--stats` and `--progress` imply gives way to what `--info` says.
    fileprivate func infoLevels() throws(UsageError) -> OutputLevels<InfoFlag> {
        var implied: [String] = []
        if stats { implied.append(verbosity > 1 ? "STATS3" : "STATS2") }
        if progress {
            let names = itemize == 0 && outFormat == nil && verbosity == 0
            implied.append(names ? "FLIST2,PROGRESS,NAME" : "FLIST2,PROGRESS")
        }
        return try levels(InfoFlag.self, implied: implied, info)
    }

    fileprivate func format(_ info: OutputLevels<InfoFlag>) throws(UsageError) -> OutputFormat? {
        if quiet > 0 { return nil }
        if let outFormat { return OutputFormat(parsing: outFormat.bytes) }
        if itemize > 0 { return OutputFormat(parsing: "%i %n%L") }
        return info[.name] > 0 ? OutputFormat(parsing: "%n%L") : nil
    }

    fileprivate func log() throws(UsageError) -> OutputOptions.Log? {
        guard let logFile else { return nil }
        let format = logFileFormat?.bytes ?? Array("%i %n%L".utf8)
        return OutputOptions.Log(path: logFile.bytes, format: OutputFormat(parsing: format))
    }

    /// The mode may be shortened, as rsync allows.
    fileprivate func sendsAllToStandardError() throws(UsageError) -> Bool {
        guard let standardError else { return false }
        let mode = try standardError.text()
        if !mode.isEmpty {
            if "errors".hasPrefix(mode) || "client".hasPrefix(mode) { return false }
            if "all".hasPrefix(mode) { return true }
        }
        throw UsageError(
            "the value of '\(standardError.option)' is '\(standardError.shown)', not one of: errors, all, client")
    }

    fileprivate func bufferingMode() throws(UsageError) -> Console.Buffering? {
        guard let buffering else { return nil }
        switch try buffering.text().lowercased().first {
        case "n", "u": return Console.Buffering.none
        case "l": return .line
        case "b", "f": return .block
        default: throw UsageError("the value of '\(buffering.option)' is not one of: None, Line, Block")
        }
    }
}
