/// Why the value of an option was refused: one line that names the value.
public struct ValueError: Error, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }

    /// The value, quoted, and what is wrong with it.
    init(_ value: some StringProtocol, _ complaint: String) {
        description = "\(Self.quoting(value)) \(complaint)"
    }

    /// A value in quotes, as a line of text can show it.
    static func quoting(_ value: some StringProtocol) -> String {
        "'\(DisplayName.escaping(Array(value.utf8)))'"
    }
}
