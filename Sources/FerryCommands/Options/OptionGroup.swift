/// A heading of the help text and the manual page, with its options in the order they are shown.
public struct OptionGroup: Sendable {
    public let title: String
    public let definitions: [OptionDefinition]

    public init(_ title: String, _ definitions: [OptionDefinition]) {
        self.title = title
        self.definitions = definitions
    }
}
