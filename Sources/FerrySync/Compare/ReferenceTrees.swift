internal import FerryCore
internal import FerryEndpoints

/// `--compare-dest`, `--copy-dest`, `--link-dest`: finds the best entry for a name.
struct ReferenceTrees {
    let context: RunContext
    let trees: [any Endpoint]
    private let comparison = ContentComparison()

    init(context: RunContext, trees: [any Endpoint]) {
        self.context = context
        self.trees = trees
    }

    /// The entry that stands in for the destination's, if any. What the destination has already is kept, except that
    /// an identical file makes way for a link to it, or, to be compared with only, is removed.
    func standIn(for item: SourceItem, at present: Entry?) throws(EndpointError) -> ReferenceMatch? {
        guard let present else { return try match(item) }
        guard item.entry.kind == .file else { return nil }
        guard let best = try match(item) else { return nil }
        if present.kind != .file { return best }
        let isLinked = present.version?.identity != nil && present.version?.identity == best.entry.version?.identity
        return best.replacesExisting && !isLinked ? best : nil
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
        if let level = context.planner.fit(of: entry, for: item) { return level }
        let origin = context.origin(of: item)
        let equal = try comparison.areEqual(
            try origin.endpoint.read(origin.entry, range: nil), try tree.read(entry, range: nil))
        return context.planner.fit(of: entry, for: item, contentIsEqual: equal) ?? .exists
    }
}
