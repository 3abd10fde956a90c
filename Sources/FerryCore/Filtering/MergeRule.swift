/// A rule that stands for the rules of a file: `merge` (read once) or `dir-merge` (looked for in every directory).
package struct MergeRule: Hashable, Sendable {
    /// The name as written: a plain name, or a path.
    package var name: [UInt8]
    package var isPerDirectory: Bool
    /// Modifier `n`: subdirectories do not inherit the rules.
    package var isInherited = true
    /// Modifier `e`: the file itself is excluded.
    package var excludesItself = false
    /// How the file is read and what its rules start from.
    package var grammar: FilterGrammar
}

/// How the text of rules is read, and the properties that each of them starts with.
package struct FilterGrammar: Hashable, Sendable {
    package enum Prefixes: Hashable, Sendable {
        /// Every rule starts with a rule name: `--filter`, merge files.
        case required
        /// `+ ` and `- ` may be given: `--exclude`, `--include` and their files.
        case optional
        /// None: the text is a pattern. `clearing`: a lone `!` clears the list (modifier `C`).
        case none(clearing: Bool)
    }

    package var prefixes = Prefixes.required
    /// Modifier `w`: white space separates rules, and there are no comments.
    package var splitsWords = false
    package var includes = false
    package var sides: FilterSides = []
    package var isNegated = false
    package var isAbsolute = false
    package var isPerishable = false

    package static let rules = FilterGrammar()
    package static let excludes = FilterGrammar(prefixes: .optional)
    package static let includes = FilterGrammar(prefixes: .optional, includes: true)
}
