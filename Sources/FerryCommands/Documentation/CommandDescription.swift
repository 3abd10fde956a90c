/// What a command is for, in words: help text and manual page are made from it and from the option table.
package struct CommandDescription: Sendable {
    package let command: CommandName
    /// What follows the command's name, one line for each form.
    package let synopsis: [String]
    /// Completes "ferry-sync - ...".
    package let summary: String
    package let examples: [Example]
    package let paragraphs: [String]
    package let statuses: [Status]
    /// What the shell completes where no option is expected.
    package let operands: ValueKind.Completion

    package struct Example: Sendable {
        package let purpose: String
        package let line: String

        package init(_ purpose: String, _ line: String) {
            self.purpose = purpose
            self.line = line
        }
    }

    package struct Status: Sendable {
        package let number: Int
        package let meaning: String

        package init(_ number: Int, _ meaning: String) {
            self.number = number
            self.meaning = meaning
        }
    }

    package init(
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
    package static let all = [
        sync, rsync, check, manifest, list, cat, put, remove, delta, zsync, serve, state, help, version, completion,
    ]

    package static func of(_ command: CommandName) -> CommandDescription {
        all.first { $0.command == command }!
    }
}
