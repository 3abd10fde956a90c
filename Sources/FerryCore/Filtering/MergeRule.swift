/// A rule that stands for the rules of a file: `merge` (read once) or `dir-merge` (looked for in every directory).
public struct MergeRule: Hashable, Sendable {
    /// The name as written: a plain name, or a path.
    public var name: [UInt8]
    public var isPerDirectory: Bool
    /// Modifier `n`: subdirectories do not inherit the rules.
    public var isInherited = true
    /// Modifier `e`: the file itself is excluded.
    public var excludesItself = false
    /// How the file is read and what its rules start from.
    public var grammar: FilterGrammar
}

/// How the text of rules is read, and the properties that each of them starts with.
public struct FilterGrammar: Hashable, Sendable {
    public enum Prefixes: Hashable, Sendable {
        /// Every rule starts with a rule name: `--filter`, merge files.
        case required
        /// `+ ` and `- ` may be given: `--exclude`, `--include` and their files.
        case optional
        /// None: the text is a pattern. `clearing`: a lone `!` clears the list (modifier `C`).
        case none(clearing: Bool)
    }

    public var prefixes = Prefixes.required
    /// Modifier `w`: white space separates rules, and there are no comments.
    public var splitsWords = false
    public var includes = false
    public var sides: FilterSides = []
    public var isNegated = false
    public var isAbsolute = false
    public var isPerishable = false

    public static let rules = FilterGrammar()
    public static let excludes = FilterGrammar(prefixes: .optional)
    public static let includes = FilterGrammar(prefixes: .optional, includes: true)
}
