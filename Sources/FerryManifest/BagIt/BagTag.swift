internal import FerryCore

/// A line `Label: value` of a tag file, with the lines that continue it (RFC 8493, section 2.2.2).
struct BagTag {
    let label: String
    private(set) var value: String
    /// The line that it began on.
    let line: Int
    /// Whether the label and its colon have no other white space about them than one character after the colon.
    let isPlain: Bool

    /// More lines than anyone writes by hand.
    private static let mostLines = 100_000

    /// The value as it may stand in a message.
    var shown: String { DisplayName.escaping(Array(value.utf8)) }

    static func read(_ text: TagText) throws(ManifestError) -> [BagTag] {
        let lines = LineReader(text)
        var tags: [BagTag] = []
        while let line = try lines.next() {
            if lines.number > mostLines { throw .damaged(line: lines.number, .tooLong) }
            guard let text = String(validating: line, as: UTF8.self) else {
                throw .damaged(line: lines.number, .malformed("not UTF-8"))
            }
            if text.allSatisfy(\.isWhitespace) { continue }
            if text.first!.isWhitespace, !tags.isEmpty {
                let value = tags[tags.count - 1].value
                tags[tags.count - 1].value = (value + " " + text).trimmed
                continue
            }
            guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else {
                throw .damaged(line: lines.number, .malformed("not a line 'Label: value'"))
            }
            let label = text[..<colon].trimmed
            let rest = text[text.index(after: colon)...]
            let isPlain = label == text[..<colon] && rest.prefix(2).count(where: \.isWhitespace) == 1
            tags.append(BagTag(label: label, value: rest.trimmed, line: lines.number, isPlain: isPlain))
        }
        return tags
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start[..<(start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex)])
    }
}
