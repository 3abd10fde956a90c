/// A heading of the help text and the manual page, with its options in the order they are shown.
package struct OptionGroup: Sendable {
    package let title: String
    package let definitions: [OptionDefinition]

    package init(_ title: String, _ definitions: [OptionDefinition]) {
        self.title = title
        self.definitions = definitions
    }
}
