/// Options about what is printed.
public struct OutputArguments: Sendable {
    public var verbosity = 0
    public var quiet = 0
    /// How often `-h` was given, or nil after `--no-h`: digits without separators.
    public var humanReadable: Int? = 0
    public var itemize = 0
    public var stats = false
    public var progress = false
    public var info: [OptionText] = []
    public var debug: [OptionText] = []
    public var outFormat: OptionText?
    public var logFile: OptionText?
    public var logFileFormat: OptionText?
    public var listOnly = false
    public var eightBit = false
    public var standardError: OptionText?
    public var buffering: OptionText?
    public var json = false
    public var help = false
    /// How often `-V` was given.
    public var version = 0
}
