/// One option, declared once: parser, help, manual pages and completions are derived from it.
public struct OptionDefinition: Sendable {
    public let letter: Character?
    /// Long names without dashes, the documented one first.
    public let names: [String]
    /// Long names that undo it, without dashes.
    public let negations: [String]
    public let commands: CommandSet
    public let action: Action
    /// One line of the help text; nil keeps the option out of it (old spellings, options without effect).
    public let help: String?
    /// Sentences of the manual page beyond the help line.
    public let manual: String

    public enum Action: Sendable {
        case flag(@Sendable (inout Arguments) throws(UsageError) -> Void)
        /// On by its name, off by its negations.
        case toggle(@Sendable (inout Arguments, Bool) -> Void)
        case value(ValueKind, @Sendable (inout Arguments, OptionText) throws(UsageError) -> Void)
        /// A value that must be joined by `=`; nil when it is not there.
        case optionalValue(ValueKind, @Sendable (inout Arguments, OptionText?) throws(UsageError) -> Void)
    }

    /// - Parameters:
    ///   - names: The letter with one dash, long names with two: `"-r", "--recursive"`.
    ///   - negations: What undoes the option where that is not simply `--no-NAME` and `--no-LETTER` of a toggle.
    ///   - undo: How; needed for an option with negations that is no toggle.
    public init(
        _ names: String..., in commands: CommandSet, _ action: Action, help: String? = nil, manual: String = "",
        negations: [String]? = nil, undo: (@Sendable (inout Arguments) -> Void)? = nil
    ) {
        let letter = names.first { $0.utf8.count == 2 }?.last
        let long = names.filter { $0.utf8.count > 2 }.map { String($0.dropFirst(2)) }
        self.letter = letter
        self.names = long
        self.negations = negations ?? Self.usualNegations(action, letter, long)
        self.commands = commands
        self.action = action
        self.help = help
        self.manual = manual
        self.undo = undo
    }

    private let undo: (@Sendable (inout Arguments) -> Void)?

    private static func usualNegations(_ action: Action, _ letter: Character?, _ names: [String]) -> [String] {
        guard case .toggle = action else { return [] }
        return names.map { "no-" + $0 } + (letter.map { ["no-\($0)"] } ?? [])
    }

    public func negate(_ arguments: inout Arguments) {
        if case .toggle(let set) = action { set(&arguments, false) } else { undo?(&arguments) }
    }

    /// The name that messages use: `--recursive`, or `-D` where there is no long one.
    public var displayName: String {
        names.first.map { "--" + $0 } ?? letter.map { "-\($0)" } ?? ""
    }

    public var valueKind: ValueKind? {
        switch action {
        case .flag, .toggle: nil
        case .value(let kind, _), .optionalValue(let kind, _): kind
        }
    }
}
