internal import FerryCore

/// The value of an option as it was typed, which need not be UTF-8, and the option's name for messages.
public struct OptionText: Sendable, Hashable {
    public let option: String
    public let bytes: [UInt8]

    public init(option: String, bytes: [UInt8]) {
        self.option = option
        self.bytes = bytes
    }

    /// The value as messages may show it.
    public var shown: String { DisplayName.escaping(bytes) }

    /// Whether it is `-`, which stands for standard input or output.
    public var isStandardStream: Bool { bytes == [UInt8(ascii: "-")] }

    /// The name of a file that is written beside what standard output has.
    public func file() throws(UsageError) -> OptionText {
        if !isStandardStream { return self }
        throw UsageError("'\(option)' needs a file: standard output has the report ('./-' is a file of that name)")
    }

    /// The value where only text makes sense.
    public func text() throws(UsageError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageError("the value of '\(option)' is not valid UTF-8")
        }
        return text
    }

    /// A decimal number within `range`.
    public func integer(in range: ClosedRange<Int> = .min ... .max) throws(UsageError) -> Int {
        let text = try text()
        guard let number = Int(text) else { throw UsageError("the value of '\(option)' is not a number: '\(shown)'") }
        guard range.contains(number) else { throw UsageError("the value of '\(option)' is out of range: \(shown)") }
        return number
    }

    /// One of the raw values of an enumeration.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        of type: Choice.Type
    ) throws(UsageError) -> Choice where Choice.RawValue == String {
        let text = try text()
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
            throw UsageError("the value of '\(option)' is '\(shown)', not one of: \(known)")
        }
        return choice
    }
}
