/// What one rule of a text means.
enum ParsedRule: Hashable {
    case pattern(FilterRule)
    case merge(MergeRule)
    /// `-C`: the ignore list of CVS stands here; each of its patterns starts from these properties.
    case cvsIgnores(FilterGrammar)
    case clear
}

/// Reads one rule at a time from a text. rsync(1), "FILTER RULES IN DEPTH" and the sections that follow it.
struct FilterRuleParser {
    let grammar: FilterGrammar
    /// `--delete-excluded`: rules that name no side apply to the sender alone.
    let deleteExcluded: Bool
    private let text: ArraySlice<UInt8>
    private var position: Int

    init(_ text: ArraySlice<UInt8>, grammar: FilterGrammar, deleteExcluded: Bool) {
        self.text = text
        self.grammar = grammar
        self.deleteExcluded = deleteExcluded
        position = text.startIndex
    }

    /// Where the next rule starts; nil at the end of the text.
    mutating func skipToRule() -> Int? {
        if grammar.splitsWords {
            while position < text.endIndex, text[position].isWhitespace { position += 1 }
        }
        return position < text.endIndex ? position : nil
    }

    /// The next rule, or nil at the end.
    mutating func next() throws(FilterParseError) -> ParsedRule? {
        guard let start = skipToRule() else { return nil }
        do {
            return try parse()
        } catch {
            throw FilterParseError(error, rule: text[start..<max(endOfWord(from: start), position)])
        }
    }

    private mutating func parse() throws(FilterParseError.Reason) -> ParsedRule {
        switch grammar.prefixes {
        case .none(let clearing):
            let pattern = takePattern()
            return clearing && pattern.elementsEqual("!".utf8) ? .clear : .pattern(rule(pattern, grammar.includes))
        case .optional:
            let includes = takeOptionalPrefix()
            let pattern = takePattern()
            if includes == nil, pattern.elementsEqual("!".utf8) { return .clear }
            if pattern.isEmpty { throw .missingPattern }
            return .pattern(rule(pattern, includes ?? grammar.includes))
        case .required:
            return try parsePrefixed()
        }
    }

    private mutating func parsePrefixed() throws(FilterParseError.Reason) -> ParsedRule {
        guard let name = FilterRuleName(takingFrom: text, at: &position) else { throw .unknownRule }
        if name == .clear {
            if position < text.endIndex, !(grammar.splitsWords && text[position].isWhitespace) { throw .textAfterClear }
            return .clear
        }
        let modifiers = try FilterModifiers(takingFrom: text, at: &position, of: name, wordSplit: grammar.splitsWords)
        let pattern = takePattern()
        let sides = try sides(of: name, modifiers)
        if name.isMerge { return try .merge(mergeRule(pattern, name, modifiers, sides)) }
        return try patternRule(pattern, name, modifiers, sides)
    }

    private func sides(
        of name: FilterRuleName, _ modifiers: FilterModifiers
    ) throws(FilterParseError.Reason) -> FilterSides {
        let own = name.sides.union(modifiers.sides)
        if !own.isEmpty, !grammar.sides.isEmpty { throw .conflictingSides }
        return own.union(grammar.sides)
    }

    private func mergeRule(
        _ name: ArraySlice<UInt8>, _ kind: FilterRuleName, _ modifiers: FilterModifiers, _ sides: FilterSides
    ) throws(FilterParseError.Reason) -> MergeRule {
        if name.isEmpty, !modifiers.isCVS { throw .missingPattern }
        return MergeRule(
            name: name.isEmpty ? Array(".cvsignore".utf8) : Array(name),
            isPerDirectory: kind == .directoryMerge,
            isInherited: !modifiers.isNotInherited,
            excludesItself: modifiers.excludesItself,
            grammar: FilterGrammar(
                prefixes: modifiers.barePatterns == nil ? .required : .none(clearing: modifiers.isCVS),
                splitsWords: modifiers.splitsWords,
                includes: modifiers.barePatterns ?? false,
                sides: sides,
                isNegated: grammar.isNegated,
                isAbsolute: grammar.isAbsolute || modifiers.isAbsolute,
                isPerishable: grammar.isPerishable || modifiers.isPerishable))
    }

    private func patternRule(
        _ pattern: ArraySlice<UInt8>, _ name: FilterRuleName, _ modifiers: FilterModifiers, _ sides: FilterSides
    ) throws(FilterParseError.Reason) -> ParsedRule {
        var rule = rule(pattern, grammar.includes || name.includes)
        if !sides.isEmpty { rule.sides = sides }
        rule.isNegated = rule.isNegated || modifiers.isNegated
        rule.isAbsolute = rule.isAbsolute || modifiers.isAbsolute
        rule.isPerishable = rule.isPerishable || modifiers.isPerishable
        rule.matchesAttributes = modifiers.matchesAttributes
        if modifiers.isCVS {
            if !pattern.isEmpty { throw .textAfterCVS }
            return .cvsIgnores(FilterGrammar(cvsIgnoresLike: rule))
        }
        if pattern.isEmpty { throw .missingPattern }
        return .pattern(rule)
    }

    /// A rule with what it inherits from its file.
    private func rule(_ pattern: ArraySlice<UInt8>, _ includes: Bool) -> FilterRule {
        let isDirectory = pattern.count > 1 && pattern.last == RelativePath.separator
        return FilterRule(
            pattern: Array(isDirectory ? pattern.dropLast() : pattern),
            includes: includes,
            sides: grammar.sides.isEmpty && deleteExcluded ? .sender : grammar.sides,
            directoriesOnly: isDirectory,
            isNegated: grammar.isNegated,
            isAbsolute: grammar.isAbsolute,
            isPerishable: grammar.isPerishable)
    }

    private mutating func takeOptionalPrefix() -> Bool? {
        guard position + 1 < text.endIndex, text[position + 1] == UInt8(ascii: " ") else { return nil }
        let sign = text[position]
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        position += 2
        return sign == UInt8(ascii: "+")
    }

    /// The rest of the text, or of the word.
    private mutating func takePattern() -> ArraySlice<UInt8> {
        let start = position
        position = endOfWord(from: start)
        return text[start..<position]
    }

    private func endOfWord(from start: Int) -> Int {
        guard grammar.splitsWords else { return text.endIndex }
        return text[start...].firstIndex { $0.isWhitespace } ?? text.endIndex
    }
}

extension FilterGrammar {
    /// The grammar of CVS's ignore lists: words, each an exclude pattern, and `!` clears.
    init(cvsIgnoresLike rule: FilterRule) {
        self.init(
            prefixes: .none(clearing: true), splitsWords: true, includes: rule.includes, sides: rule.sides,
            isNegated: rule.isNegated, isAbsolute: rule.isAbsolute, isPerishable: rule.isPerishable)
    }
}

extension UInt8 {
    /// C's isspace() in the C locale.
    var isWhitespace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
