/// What a command is for, in words: help text and manual page are made from it and from the option table.
public struct CommandDescription: Sendable {
    public let command: CommandName
    /// What follows the command's name, one line for each form.
    public let synopsis: [String]
    /// Completes "ferry-sync - ...".
    public let summary: String
    public let examples: [Example]
    public let paragraphs: [String]
    public let statuses: [Status]
    /// What the shell completes where no option is expected.
    public let operands: ValueKind.Completion

    public struct Example: Sendable {
        public let purpose: String
        public let line: String

        public init(_ purpose: String, _ line: String) {
            self.purpose = purpose
            self.line = line
        }
    }

    public struct Status: Sendable {
        public let number: Int
        public let meaning: String

        public init(_ number: Int, _ meaning: String) {
            self.number = number
            self.meaning = meaning
        }
    }

    public init(
        _ command: CommandName, synopsis: [String], summary: String, examples: [Example], paragraphs: [String] = [],
        statuses: [Status], operands: ValueKind.Completion = .file
    ) {
        self.command = command
        self.synopsis = synopsis
        self.summary = summary
        self.examples = examples
        self.paragraphs = paragraphs
        self.statuses = statuses
        self.operands = operands
    }

    /// The description of every command, in the order of the overview.
    public static let all = [
        sync, rsync, check, manifest, list, cat, put, remove, delta, zsync, serve, state, help, version, completion,
    ]

    public static func of(_ command: CommandName) -> CommandDescription {
        all.first { $0.command == command }!
    }
}
