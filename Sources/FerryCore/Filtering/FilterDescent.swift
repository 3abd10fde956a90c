extension FilterState {
    /// The state with the merge files of a directory; nil when they change nothing.
    func entering(
        _ directory: RelativePath, base: AbsolutePath, _ read: MergeFile.Reader
    ) throws(FilterParseError) -> FilterState? {
        var descent = FilterDescent(state: self, base: base)
        try descent.enter(directory, read)
        return descent.hasChanged ? descent.state : nil
    }
}

/// The step into one directory: reads each merge file that is looked for, and those that they name in turn.
private struct FilterDescent {
    var state: FilterState
    let base: AbsolutePath
    var hasChanged = false

    init(state: FilterState, base: AbsolutePath) {
        self.state = state
        self.base = base
    }

    mutating func enter(_ directory: RelativePath, _ read: MergeFile.Reader) throws(FilterParseError) {
        var index = 0
        // A file that is read may name others, which are looked for from this directory on.
        while index < state.merges.count {
            if state.merges[index].isActive {
                try searchParents(index, of: directory, read)
                startLevel(index)
                let rule = state.merges[index].rule
                let level = FilterFileLevel(merge: index, of: rule, anchor: .directory(directory))
                try load(.inside(directory.appending(name: rule.name)), level, read)
            }
            index += 1
        }
    }

    /// A merge file named by a path is searched once in the directory of that path, if this lies above the first
    /// directory of the walk, and in all those between; in the walk itself its last component counts alone.
    private mutating func searchParents(
        _ index: Int, of directory: RelativePath, _ read: MergeFile.Reader
    ) throws(FilterParseError) {
        guard !state.merges[index].isPrepared else { return }
        let rule = state.merges[index].rule
        let first = base.appending(directory)
        state.merges[index].isPrepared = true
        state.merges[index].rule.name = Array(rule.baseName)
        hasChanged = true
        for parent in first.parents(from: AbsolutePath(rule.name, from: first).directory) {
            let file = MergeFile.outside(parent.bytes + [RelativePath.separator] + rule.baseName)
            try load(file, FilterFileLevel(merge: index, of: rule, anchor: .above(parent.bytes)), read)
            if !rule.isInherited { state.deactivate(state.merges[index].nodes) }
            startLevel(index)
        }
    }

    /// Rules that are not inherited end where a directory is entered. Merge files that they named are still looked for,
    /// as rsync does: what these say has no effect, but naming them again has none either.
    private mutating func startLevel(_ index: Int) {
        guard !state.merges[index].rule.isInherited, !state.merges[index].nodes.isEmpty else { return }
        state.merges[index].nodes = []
        hasChanged = true
    }

    private mutating func load(
        _ file: MergeFile, _ level: FilterFileLevel, _ read: MergeFile.Reader
    ) throws(FilterParseError) {
        guard let text = try read(file) else { return }
        var level = level
        try add(rules(in: text, of: file, state.merges[level.merge].rule.grammar), to: &level, read)
        if !level.found.isEmpty { hasChanged = true }
        state.merges[level.merge].nodes = level.found + state.merges[level.merge].nodes
    }

    private func rules(
        in text: [UInt8], of file: MergeFile, _ grammar: FilterGrammar
    ) throws(FilterParseError) -> [ParsedRule] {
        try FilterText(grammar: grammar, settings: state.settings).rules(in: text, of: file.displayName)
    }

    private mutating func add(
        _ rules: [ParsedRule], to level: inout FilterFileLevel, _ read: MergeFile.Reader
    ) throws(FilterParseError) {
        for rule in rules {
            switch rule {
            case .pattern(let rule): level.add(rule, side: state.side)
            case .cvsIgnores(let grammar):
                for rule in cvsRules(grammar) { level.add(unanchored: rule, side: state.side) }
            case .clear: clear(&level)
            case .merge(let merge):
                if merge.excludesItself {
                    // On both sides, even with `--delete-excluded`: so does rsync here.
                    level.add(FilterRule(pattern: Array(merge.baseName), includes: false), side: state.side)
                }
                if merge.isPerDirectory {
                    lookFor(merge, &level)
                } else {
                    try include(merge, &level, read)
                }
            }
        }
    }

    /// As in rsync, sides named in a merge file decide whether the list applies, and not what it is.
    private mutating func cvsRules(_ grammar: FilterGrammar) -> [FilterRule] {
        var unsided = grammar
        unsided.sides = []
        let rules = state.cvsRules ?? state.settings.cvsIgnores.rules(unsided, deleteExcluded: false)
        state.cvsRules = rules
        return rules.compactMap { $0.limited(to: grammar.sides) }
    }

    /// The clearing rule of a merge file ends what this file and its like in the directories above said. Merge files that
    /// were named above are still looked for, see `startLevel`.
    private mutating func clear(_ level: inout FilterFileLevel) {
        if !level.found.isEmpty || !state.merges[level.merge].nodes.isEmpty { hasChanged = true }
        state.deactivate(level.found)
        level.found = []
        state.merges[level.merge].nodes = []
    }

    /// A merge file that is named above the walk is looked for from there on.
    private mutating func lookFor(_ merge: MergeRule, _ level: inout FilterFileLevel) {
        guard merge.grammar.sides.covers(state.side) else { return }
        var merge = merge
        if case .above(let directory) = level.anchor {
            merge.name = AbsolutePath(merge.name, from: AbsolutePath(directory)).bytes
        }
        if let node = state.activate(merge) { level.found.append(node) }
    }

    /// A single merge inside a merge file. As in rsync, a plain name is one of the base's directory, a path starts
    /// from the directory of the merge file, and leading slashes in it start from the root of the transfer.
    private mutating func include(
        _ merge: MergeRule, _ level: inout FilterFileLevel, _ read: MergeFile.Reader
    ) throws(FilterParseError) {
        let isPath = merge.name.contains(RelativePath.separator)
        let path = AbsolutePath(merge.name, from: isPath ? level.directory(base: base) : base)
        let file = MergeFile(path, base: base)
        if level.depth == FilterSettings.deepestMerge { throw FilterParseError(.mergeTooDeep, rule: file.displayName) }
        guard let text = try read(file) else { throw FilterParseError(.mergeFileMissing, rule: file.displayName) }
        var included = level.included()
        try add(rules(in: text, of: file, merge.grammar), to: &included, read)
        level.found = included.found
    }
}

/// One merge file being read: what it said so far and what its rules mean there.
private struct FilterFileLevel {
    /// The index of the merge whose rules these are.
    let merge: Int
    /// The directory of the file, where leading slashes start.
    let anchor: FilterAnchor
    /// Where perishable rules do not count, the merge as a whole does not, whatever its rules say.
    let isPerishable: Bool
    var depth = 0
    var isIncluded = false
    var found: [FilterState.Node] = []

    init(merge: Int, of rule: MergeRule, anchor: FilterAnchor) {
        self.merge = merge
        isPerishable = rule.grammar.isPerishable
        self.anchor = anchor
    }

    mutating func add(_ rule: FilterRule, side: FilterSide) {
        var rule = rule
        if !isIncluded { rule.anchor = anchor }
        add(unanchored: rule, side: side)
    }

    /// Adds a rule whose leading slash is the root of the transfer.
    mutating func add(unanchored rule: FilterRule, side: FilterSide) {
        guard rule.sides.covers(side) else { return }
        var rule = rule
        rule.isPerishable = rule.isPerishable || isPerishable
        found.append(.rule(rule))
    }

    /// The level of a file that this one includes.
    func included() -> FilterFileLevel {
        var level = self
        level.depth += 1
        level.isIncluded = true
        return level
    }

    func directory(base: AbsolutePath) -> AbsolutePath {
        switch anchor {
        case .transferRoot: base
        case .directory(let path): base.appending(path)
        case .above(let path): AbsolutePath(path)
        }
    }
}
