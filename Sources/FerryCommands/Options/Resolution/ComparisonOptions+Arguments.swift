internal import FerrySync

extension ComparisonOptions {
    init(resolving typed: ComparisonArguments, preset: Preset) throws(UsageError) {
        self.init()
        content = typed.content
        ignoresTimes = typed.ignoresTimes
        sizeOnly = typed.sizeOnly
        modifyWindow = preset == .rsync ? 0 : -1
        if let window = typed.modifyWindow { modifyWindow = Int64(try window.integer()) }
        keepsNewer = typed.update
        onlyExisting = typed.existing
        ignoresExisting = typed.ignoreExisting
        references = try Self.references(typed)
    }

    private static func references(_ typed: ComparisonArguments) throws(UsageError) -> [ReferenceTree] {
        let kinds: [(ReferenceTree.Use, [OptionText])] = [
            (.compare, typed.compareDestinations), (.copy, typed.copyDestinations), (.link, typed.linkDestinations),
        ].filter { !$0.1.isEmpty }
        guard let (use, directories) = kinds.first else { return [] }
        if let other = kinds.dropFirst().first {
            throw UsageError("'\(other.1[0].option)' cannot be combined with '\(directories[0].option)'")
        }
        // rsync's limit, which keeps the number of look-ups for a missing file bounded.
        if directories.count > 20 { throw UsageError("'\(directories[0].option)' may be given at most 20 times") }
        return directories.map { ReferenceTree(use, path: $0.bytes) }
    }
}
