internal import FerryCore
internal import FerryEndpoints

/// Which names of a list of files came up in a listing. What did not was left out by a rule, or does not exist.
struct ListedNames {
    let files: FileSelection
    private var seen: [Bool]
    /// Directories that could not be listed: their names have a complaint already.
    private var unlisted: [RelativePath] = []

    init(_ files: FileSelection) {
        self.files = files
        seen = Array(repeating: false, count: files.count)
    }

    /// May be told of the same item again.
    mutating func note(_ item: ListedItem) {
        switch item {
        case .entry(let entry): if let index = files.index(of: entry.path) { seen[index] = true }
        case .failure(_, let path, let subtree):
            if let index = files.index(of: path) { seen[index] = true }
            if subtree && unlisted.last != path { unlisted.append(path) }
        }
    }

    /// Whether a directory takes part that merely leads to names: one of them exists, and `rules` let it take part.
    func leadsSomewhere(
        _ directory: RelativePath, on endpoint: any Endpoint, rules: any Selection
    ) throws(EndpointError) -> Bool {
        for path in files.namedPaths(below: directory) {
            guard let named = try endpoint.named(path, links: .keep) else { continue }
            if try rule(rules, over: path).includes(path, isDirectory: named.entry.isDirectory) { return true }
        }
        return false
    }

    private func rule(_ rules: any Selection, over path: RelativePath) throws(EndpointError) -> any Selection {
        try rules.inside(path, entersRoot: files.namesRoot)
    }

    /// The names that do not exist below `endpoint`'s root, and failures to tell, in order.
    ///
    /// - Parameter rules: What they let take part, and is there, and was not listed would else go missing without a word.
    func missing(
        on endpoint: any Endpoint, rules: any Selection
    ) -> [(path: RelativePath, failure: EndpointError?)] {
        var missing: [(RelativePath, EndpointError?)] = []
        for (path, isSeen) in zip(files.namedPaths, seen) where !isSeen && !path.isRoot {
            if unlisted.contains(where: path.isInside) { continue }
            do throws(EndpointError) {
                guard let entry = try endpoint.entry(at: path) else {
                    missing.append((path, nil))
                    continue
                }
                guard try rule(rules, over: path).includes(path, isDirectory: entry.isDirectory) else { continue }
                let reason = "it is there, and no listing tells of it"
                missing.append(
                    (path, EndpointError(.unsupported, .list, path: path, location: endpoint.location, reason: reason)))
            } catch {
                missing.append((path, error))
            }
        }
        return missing
    }
}
