/// The rules of a file, or of an option's value, in order.
struct FilterText {
    let grammar: FilterGrammar
    let settings: FilterSettings

    /// - Parameter file: the name that errors give; nil for a rule of the command line, which is one record whole.
    func rules(in text: [UInt8], of file: [UInt8]?) throws(FilterParseError) -> [ParsedRule] {
        var rules: [ParsedRule] = []
        for record in file == nil ? [text[...]] : records(of: text) {
            var parser = FilterRuleParser(record, grammar: grammar, deleteExcluded: settings.deleteExcluded)
            while let start = parser.skipToRule() {
                do {
                    guard let rule = try parser.next() else { break }
                    rules.append(rule)
                } catch {
                    throw error.located(in: file, line: Self.line(of: start, in: text))
                }
            }
        }
        return rules
    }

    /// Lines without comments (NUL-terminated ones with `--from0`), or the whole text where words are split.
    private func records(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        if grammar.splitsWords { return settings.nulSeparated ? text.split(separator: 0) : [text[...]] }
        return text.split { settings.nulSeparated ? $0 == 0 : $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .filter { $0.first != UInt8(ascii: "#") && $0.first != UInt8(ascii: ";") }
    }

    private static func line(of position: Int, in text: [UInt8]) -> Int {
        text[..<position].reduce(1) { $1 == UInt8(ascii: "\n") || $1 == 0 ? $0 + 1 : $0 }
    }
}

extension FilterParseError {
    fileprivate func located(in file: [UInt8]?, line: Int) -> FilterParseError {
        guard let file else { return self }
        return FilterParseError(reason, rule: rule, origin: Origin(file: file, line: line))
    }
}
