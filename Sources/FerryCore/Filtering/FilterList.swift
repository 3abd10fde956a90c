/// The filter rules of one run, in the order of the command line: the first rule that matches decides.
///
/// Reads no files by itself: whoever adds rules hands in how a merge file is read.
public struct FilterList: Sendable {
    /// Gives the content of a file by its name as written on the command line (`-` is standard input); nil when there
    /// is none.
    public typealias Reader = (_ name: [UInt8]) throws(FilterParseError) -> [UInt8]?

    public let settings: FilterSettings
    private(set) var nodes: [Node] = []
    /// What the first rule that stands for CVS's ignore list made of it; later ones stand for the same.
    private(set) var cvsRules: [FilterRule]?

    enum Node: Hashable, Sendable {
        case rule(FilterRule)
        case directoryMerge(MergeRule)
    }

    public init(settings: FilterSettings = FilterSettings()) {
        self.settings = settings
    }

    public var isEmpty: Bool { nodes.isEmpty }

    /// Whether directories may bring rules of their own, so that the two sides can disagree.
    public var readsMergeFiles: Bool {
        nodes.contains { node in
            if case .directoryMerge = node { true } else { false }
        }
    }

    /// Adds a rule: `--filter` (grammar `.rules`), `--exclude` (`.excludes`) or `--include` (`.includes`). An empty
    /// value adds nothing.
    public mutating func add(
        _ rule: [UInt8], grammar: FilterGrammar = .rules, reading: Reader
    ) throws(FilterParseError) {
        try add(FilterText(grammar: grammar, settings: settings).rules(in: rule, of: nil), reading, depth: 0)
    }

    /// Adds the rules of a file: `--exclude-from` (`.excludes`), `--include-from` (`.includes`).
    public mutating func addFile(
        named name: [UInt8], grammar: FilterGrammar, reading: Reader
    ) throws(FilterParseError) {
        try addFile(named: name, grammar: grammar, reading, depth: 0)
    }

    /// Adds what `-F` stands for: the first time, the per-directory file `.rsync-filter`; the second time, its
    /// exclusion; nothing from then on.
    public mutating func addRsyncFilter(occurrence: Int) {
        switch occurrence {
        case 1: addDirectoryMerge(MergeRule(name: Array("/.rsync-filter".utf8), isPerDirectory: true, grammar: .rules))
        case 2: nodes.append(.rule(settings.exclude(Array(".rsync-filter".utf8))))
        default: break
        }
    }

    /// Adds what `-C` stands for. It belongs behind all other rules.
    public mutating func addCVSExcludes() {
        let ignores = FilterGrammar(cvsIgnoresLike: settings.exclude([]))
        addDirectoryMerge(
            MergeRule(name: Array(".cvsignore".utf8), isPerDirectory: true, isInherited: false, grammar: ignores))
        addCVSIgnores(ignores)
    }

    private mutating func add(_ rules: [ParsedRule], _ read: Reader, depth: Int) throws(FilterParseError) {
        for rule in rules {
            switch rule {
            case .pattern(let rule): nodes.append(.rule(rule))
            case .cvsIgnores(let grammar): addCVSIgnores(grammar)
            case .clear: nodes = []
            case .merge(let merge):
                if merge.excludesItself { nodes.append(.rule(settings.exclude(Array(merge.baseName)))) }
                if merge.isPerDirectory {
                    addDirectoryMerge(merge)
                } else {
                    try addFile(named: merge.name, grammar: merge.grammar, read, depth: depth + 1)
                }
            }
        }
    }

    private mutating func addFile(
        named name: [UInt8], grammar: FilterGrammar, _ read: Reader, depth: Int
    ) throws(FilterParseError) {
        if depth > FilterSettings.deepestMerge { throw FilterParseError(.mergeTooDeep, rule: name) }
        guard let text = try read(name) else { throw FilterParseError(.mergeFileMissing, rule: name) }
        try add(FilterText(grammar: grammar, settings: settings).rules(in: text, of: name), read, depth: depth)
    }

    private mutating func addCVSIgnores(_ grammar: FilterGrammar) {
        let rules = cvsRules ?? settings.cvsIgnores.rules(grammar, deleteExcluded: settings.deleteExcluded)
        cvsRules = rules
        nodes += rules.compactMap { $0.limited(to: grammar.sides) }.map(Node.rule)
    }

    /// A file name is looked for once in each directory, where it was named first.
    private mutating func addDirectoryMerge(_ merge: MergeRule) {
        let isKnown = nodes.contains { node in
            if case .directoryMerge(let other) = node { other.baseName == merge.baseName } else { false }
        }
        if !isKnown { nodes.append(.directoryMerge(merge)) }
    }
}

/// Options that change what rules mean. Known before the first rule is read.
public struct FilterSettings: Hashable, Sendable {
    /// `--delete-excluded`: rules that name no side are the sender's alone.
    public var deleteExcluded: Bool
    /// `--from0`: NUL ends a line of a rule file, not a newline or carriage return.
    public var nulSeparated: Bool
    public var cvsIgnores: CVSIgnores

    public init(deleteExcluded: Bool = false, nulSeparated: Bool = false, cvsIgnores: CVSIgnores = CVSIgnores()) {
        self.deleteExcluded = deleteExcluded
        self.nulSeparated = nulSeparated
        self.cvsIgnores = cvsIgnores
    }

    /// Files merged by files merged by files: no more than this, so that one that merges itself ends.
    static let deepestMerge = 32

    func exclude(_ pattern: [UInt8]) -> FilterRule {
        FilterRule(pattern: pattern, includes: false, sides: deleteExcluded ? .sender : [])
    }
}

extension MergeRule {
    /// The file's name without directories.
    var baseName: ArraySlice<UInt8> {
        let slash = name.lastIndex(of: RelativePath.separator)
        return name[(slash.map { $0 + 1 } ?? 0)...]
    }
}
