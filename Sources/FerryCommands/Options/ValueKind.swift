/// What an option's value is: its name in the help text, and how a shell completes it.
public struct ValueKind: Sendable, Hashable {
    public let name: String
    public let completion: Completion

    public enum Completion: Sendable, Hashable {
        case nothing, file, directory, user, group
        case words([String])
    }

    public init(_ name: String, _ completion: Completion = .nothing) {
        self.name = name
        self.completion = completion
    }

    public static let number = ValueKind("NUM")
    public static let seconds = ValueKind("SECONDS")
    public static let size = ValueKind("SIZE")
    public static let rate = ValueKind("RATE")
    public static let pattern = ValueKind("PATTERN")
    public static let rule = ValueKind("RULE")
    public static let text = ValueKind("STR")
    public static let format = ValueKind("FORMAT")
    public static let file = ValueKind("FILE", .file)
    public static let directory = ValueKind("DIR", .directory)

    public static func words(_ name: String, _ words: [String]) -> ValueKind {
        ValueKind(name, .words(words))
    }
}
