/// What an option's value is: its name in the help text, and how a shell completes it.
package struct ValueKind: Sendable, Hashable {
    package let name: String
    package let completion: Completion

    package enum Completion: Sendable, Hashable {
        case nothing, file, directory, user, group
        case words([String])
    }

    package init(_ name: String, _ completion: Completion = .nothing) {
        self.name = name
        self.completion = completion
    }

    package static let number = ValueKind("NUM")
    package static let seconds = ValueKind("SECONDS")
    package static let size = ValueKind("SIZE")
    package static let rate = ValueKind("RATE")
    package static let pattern = ValueKind("PATTERN")
    package static let rule = ValueKind("RULE")
    package static let text = ValueKind("STR")
    package static let format = ValueKind("FORMAT")
    package static let file = ValueKind("FILE", .file)
    package static let directory = ValueKind("DIR", .directory)

    package static func words(_ name: String, _ words: [String]) -> ValueKind {
        ValueKind(name, .words(words))
    }
}
