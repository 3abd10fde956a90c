/// Options about what is printed.
package struct OutputArguments: Sendable {
    package var verbosity = 0
    package var quiet = 0
    /// How often `-h` was given, or nil after `--no-h`: digits without separators.
    package var humanReadable: Int? = 0
    package var itemize = 0
    package var stats = false
    package var progress = false
    package var info: [OptionText] = []
    package var debug: [OptionText] = []
    package var outFormat: OptionText?
    package var logFile: OptionText?
    package var logFileFormat: OptionText?
    package var listOnly = false
    package var eightBit = false
    package var standardError: OptionText?
    package var buffering: OptionText?
    package var json = false
    package var help = false
    /// How often `-V` was given.
    package var version = 0
}
