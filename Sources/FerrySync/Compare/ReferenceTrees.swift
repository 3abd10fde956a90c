internal import FerryCore
internal import FerryEndpoints

/// `--compare-dest`, `--copy-dest`, `--link-dest`: finds the best entry for a name that the destination has not.
struct ReferenceTrees {
    let context: RunContext
    let trees: [any Endpoint]
    private let comparison = ContentComparison()

    init(context: RunContext, trees: [any Endpoint]) {
        self.context = context
        self.trees = trees
    }

    /// The first tree whose entry is as wanted in all respects, else the first with the same content, else the first
    /// that has an entry of that kind at all.
    func match(_ item: SourceItem) throws(EndpointError) -> ReferenceMatch? {
        var best: ReferenceMatch?
        for (number, tree) in trees.enumerated() {
            guard let entry = try tree.entry(at: item.entry.path), entry.kind == item.entry.kind else { continue }
            let level = try level(of: entry, in: tree, for: item)
            if best.map({ level > $0.level }) ?? true {
                let use = context.options.comparison.references[number].use
                best = ReferenceMatch(tree: number, use: use, entry: entry, level: level)
            }
            if level == .identical { break }
        }
        return best
    }

    private func level(
        of entry: Entry, in tree: any Endpoint, for item: SourceItem
    ) throws(EndpointError) -> ReferenceMatch.Level {
        switch context.planner.decide(item, destination: entry) {
        case .action(let action): return level(action)
        case .compareContent:
            let origin = context.origin(of: item)
            let equal = try comparison.areEqual(
                try origin.endpoint.read(origin.entry, range: nil), try tree.read(entry, range: nil))
            guard case .action(let action) = context.planner.decide(item, destination: entry, contentIsEqual: equal)
            else { return .exists }
            return level(action)
        }
    }

    /// What the planner would do if the entry were the destination's tells how well it fits.
    private func level(_ action: Action) -> ReferenceMatch.Level {
        switch action.kind {
        case .skip where action.reason.meansSame: .identical
        case .setMetadata: action.changes.isEmpty ? .identical : .sameContent
        default: .exists
        }
    }
}
