/// A rule of BagIt that a bag does not keep.
public struct BagProblem: Hashable, Sendable {
    public enum Severity: String, Sendable {
        /// The bag is not valid.
        case error
        case warning
    }

    public let severity: Severity
    /// Of the tag file that it is about.
    public let file: String
    /// Counted from 1; nil where no single line is concerned.
    public let line: Int?
    public let text: String

    public init(_ severity: Severity, _ file: String, line: Int? = nil, _ text: String) {
        self.severity = severity
        self.file = file
        self.line = line
        self.text = text
    }
}

extension BagProblem: CustomStringConvertible {
    public var description: String { "\(file): \(line.map { "line \($0): " } ?? "")\(text)" }
}
