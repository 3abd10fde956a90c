/// A rule of BagIt that a bag does not keep.
package struct BagProblem: Hashable, Sendable {
    package enum Severity: String, Sendable {
        /// The bag is not valid.
        case error
        case warning
    }

    package let severity: Severity
    /// Of the tag file that it is about.
    package let file: String
    /// Counted from 1; nil where no single line is concerned.
    package let line: Int?
    package let text: String

    package init(_ severity: Severity, _ file: String, line: Int? = nil, _ text: String) {
        self.severity = severity
        self.file = file
        self.line = line
        self.text = text
    }
}

extension BagProblem: CustomStringConvertible {
    package var description: String { "\(file): \(line.map { "line \($0): " } ?? "")\(text)" }
}
