/// Why filter rules were refused. `description` is one line for people.
public struct FilterParseError: Error, Hashable {
    public enum Reason: Error, Hashable {
        case unknownRule
        case invalidModifier(UInt8)
        case missingPattern
        case textAfterClear
        case textAfterCVS
        case conflictingSides
        case mergeFileMissing
        /// Carries the cause as text.
        case mergeFileUnreadable(String)
        case mergeTooDeep
    }

    public let reason: Reason
    /// The rule as written, or the name of the merge file.
    public let rule: [UInt8]
    /// Where the rule stands; nil for the command line.
    public let origin: Origin?

    public struct Origin: Hashable, Sendable {
        public let file: [UInt8]
        /// Counted from 1.
        public let line: Int

        public init(file: [UInt8], line: Int) {
            self.file = file
            self.line = line
        }
    }

    public init(_ reason: Reason, rule: some Sequence<UInt8>, origin: Origin? = nil) {
        self.reason = reason
        self.rule = Array(rule)
        self.origin = origin
    }

    /// Whether a file could not be had (exit status 11), rather than a rule be understood (1).
    public var isFileError: Bool {
        switch reason {
        case .mergeFileMissing, .mergeFileUnreadable: true
        default: false
        }
    }
}

extension FilterParseError: CustomStringConvertible {
    public var description: String {
        let text = DisplayName.escaping(rule)
        let place = origin.map { " (\(DisplayName.escaping($0.file)):\($0.line))" } ?? ""
        return message(about: text) + place
    }

    private func message(about text: String) -> String {
        switch reason {
        case .unknownRule: "unknown filter rule '\(text)'"
        case .invalidModifier(let byte): "invalid modifier '\(DisplayName.escaping([byte]))' in filter rule '\(text)'"
        case .missingPattern: "filter rule '\(text)' has no pattern"
        case .textAfterClear: "filter rule '!' takes no pattern: '\(text)'"
        case .textAfterCVS: "filter rule '-C' takes no pattern: '\(text)'"
        case .conflictingSides: "filter rule '\(text)' names a side, and so does the merge rule of its file"
        case .mergeFileMissing: "cannot read filter file '\(text)': no such file or directory"
        case .mergeFileUnreadable(let cause): "cannot read filter file '\(text)': \(cause)"
        case .mergeTooDeep: "filter file '\(text)' is merged by itself, or merging is nested too deeply"
        }
    }
}
