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
                let file = MergeFile.inside(directory.appending(name: state.merges[index].rule.name))
                try load(file, FilterFileLevel(merge: index, anchor: .directory(directory)), read)
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
            startLevel(index)
            let file = MergeFile.outside(parent.bytes + [RelativePath.separator] + rule.baseName)
            try load(file, FilterFileLevel(merge: index, anchor: .above(parent.bytes)), read)
        }
    }

    /// Rules that are not inherited end where a directory is entered.
    private mutating func startLevel(_ index: Int) {
        guard !state.merges[index].rule.isInherited, !state.merges[index].nodes.isEmpty else { return }
        state.deactivate(state.merges[index].nodes)
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
                for rule in state.settings.cvsIgnores.rules(grammar, deleteExcluded: state.settings.deleteExcluded) {
                    level.add(rule, side: state.side)
                }
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

    /// The clearing rule of a merge file ends what this file and its like in the directories above said.
    private mutating func clear(_ level: inout FilterFileLevel) {
        let nodes = level.found + state.merges[level.merge].nodes
        if !nodes.isEmpty { hasChanged = true }
        state.deactivate(nodes)
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
    var depth = 0
    var isIncluded = false
    var found: [FilterState.Node] = []

    init(merge: Int, anchor: FilterAnchor) {
        self.merge = merge
        self.anchor = anchor
    }

    mutating func add(_ rule: FilterRule, side: FilterSide) {
        guard rule.sides.covers(side) else { return }
        var rule = rule
        if !isIncluded { rule.anchor = anchor }
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
