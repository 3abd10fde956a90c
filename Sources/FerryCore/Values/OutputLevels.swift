/// The level of each flag of `--info` or `--debug`.
public struct OutputLevels<Flag: OutputFlag>: Hashable, Sendable {
    private var levels: [Flag: Int] = [:]

    /// The level of every flag that has more than one.
    private static var highest: Int { 4 }

    /// - Parameters:
    ///   - verbosity: how often `-v` was given.
    ///   - values: those of the option, in order; they override what `-v` implies wherever it stands. `HELP` is not
    ///     among them: it is for the caller to look for (`asksForHelp`).
    public init(verbosity: Int, values: [String] = []) throws(ValueError) {
        for implied in Flag.addedByVerbosity.prefix(verbosity + 1) { try apply(implied) }
        for value in values { try apply(value) }
    }

    /// 0: nothing is mentioned.
    public subscript(flag: Flag) -> Int { levels[flag] ?? 0 }

    /// Raises a flag to at least this level, as options that imply one do.
    public mutating func raise(_ flag: Flag, to level: Int) {
        levels[flag] = max(self[flag], level)
    }

    private mutating func apply(_ value: String) throws(ValueError) {
        for item in value.split(separator: ",") {
            let name = item.lowercased().prefix { !$0.isNumber }
            let digits = item.dropFirst(name.count)
            guard let level = digits.isEmpty ? 1 : Int(digits).map({ min($0, Self.highest) }) else {
                throw Self.unknown(item)
            }
            if name == "all" || name == "none" && digits.isEmpty {
                for flag in Flag.allCases { levels[flag] = name == "all" ? level : 0 }
            } else if let flag = Flag(rawValue: String(name)) {
                levels[flag] = level
            } else {
                throw Self.unknown(item)
            }
        }
    }

    private static func unknown(_ item: Substring) -> ValueError {
        ValueError("there is no --\(Flag.option) flag \(ValueError.quoting(item)); --\(Flag.option)=help lists them")
    }

    /// Whether a value of the option is, or contains, `HELP`.
    public static func asksForHelp(_ value: String) -> Bool {
        value.split(separator: ",").contains { $0.lowercased() == "help" }
    }

    /// What `--info=help` or `--debug=help` prints, as rsync words it.
    public static var help: String {
        var lines = ["Use OPT or OPT1 for level 1 output, OPT2 for level 2, etc.; OPT0 silences.", ""]
        lines += Flag.allCases.map { line($0.rawValue.uppercased(), $0.summary) }
        lines += [
            "", line("ALL", "Set all --\(Flag.option) options (e.g. all4)"),
            line("NONE", "Silence all --\(Flag.option) options (same as all0)"),
            line("HELP", "Output this help message"), "", "Options added at each level of verbosity:",
        ]
        lines += Flag.addedByVerbosity.enumerated().filter { !$1.isEmpty }.map { "\($0)) \($1)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ name: String, _ summary: String) -> String {
        name + String(repeating: " ", count: 11 - name.count) + summary
    }
}
