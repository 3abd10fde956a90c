/// The rules in force in one directory as a tree: the global list, in which each per-directory merge stands for the
/// rules that its files gave so far, newest first.
struct FilterState: Sendable {
    let side: FilterSide
    let settings: FilterSettings
    var nodes: [Node] = []
    var merges: [ActiveMerge] = []
    /// CVS's ignore list as the first rule that stands for it made it; nil before one was met.
    var cvsRules: [FilterRule]?

    enum Node: Sendable {
        case rule(FilterRule)
        /// The rules of `merges[index]`.
        case merge(Int)
    }

    /// A per-directory merge file that is looked for.
    struct ActiveMerge: Sendable {
        var rule: MergeRule
        /// What the files found so far say, the newest first.
        var nodes: [Node] = []
        /// A name with a path starts above the first directory; it is reduced to its last component there.
        var isPrepared: Bool
        /// False once the rule that named it was cleared.
        var isActive = true
    }

    init(_ list: FilterList, side: FilterSide) {
        self.side = side
        settings = list.settings
        cvsRules = list.cvsRules
        for node in list.nodes {
            switch node {
            case .rule(let rule): if rule.sides.covers(side) { nodes.append(.rule(rule)) }
            case .directoryMerge(let merge): if let node = activate(merge) { nodes.append(node) }
            }
        }
    }

    var looksForFiles: Bool { merges.contains(where: \.isActive) }

    /// All rules in order.
    var rules: [FilterRule] { flatten(nodes) }

    private func flatten(_ nodes: [Node]) -> [FilterRule] {
        nodes.flatMap { node in
            switch node {
            case .rule(let rule): [rule]
            case .merge(let index): flatten(merges[index].nodes)
            }
        }
    }

    /// Starts looking for a merge file; nil when it is looked for already.
    mutating func activate(_ merge: MergeRule) -> Node? {
        if merges.contains(where: { $0.isActive && $0.rule.baseName == merge.baseName }) { return nil }
        merges.append(ActiveMerge(rule: merge, isPrepared: !merge.name.contains(RelativePath.separator)))
        return .merge(merges.count - 1)
    }

    /// Stops looking for the merge files that these rules named.
    mutating func deactivate(_ nodes: [Node]) {
        for case .merge(let index) in nodes {
            merges[index].isActive = false
            deactivate(merges[index].nodes)
        }
    }
}
