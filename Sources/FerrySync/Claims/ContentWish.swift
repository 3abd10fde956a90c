internal import FerryCore

/// What is to be found out about a file's content while it passes.
struct ContentWish {
    var algorithms: [DigestAlgorithm] = []
    var countsLines = false

    var isEmpty: Bool { algorithms.isEmpty && !countsLines }

    mutating func add(_ algorithm: DigestAlgorithm) {
        if !algorithms.contains(algorithm) { algorithms.append(algorithm) }
    }
}

extension RunContext {
    /// What the run's manifest needs, and what a claim is held against.
    func wish(for item: SourceItem) -> ContentWish {
        var wish = ContentWish(algorithms: manifests.recording?.algorithms ?? [])
        if let written = options.delivery.written { wish.add(written) }
        for digest in item.claim?.digests ?? [] { wish.add(digest.algorithm) }
        wish.countsLines = item.claim?.lineCount != nil
        return wish
    }
}
