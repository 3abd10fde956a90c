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
    /// What the run's manifest and its report need, and what a claim is held against.
    func wish(for item: SourceItem) -> ContentWish {
        var wish = ContentWish(algorithms: manifests.recording?.algorithms ?? [])
        if let written = options.delivery.written { wish.add(written) }
        for digest in item.claim?.digests ?? [] { wish.add(digest.algorithm) }
        if let reported = options.run.reportedDigest { wish.add(reported) }
        wish.countsLines = item.claim?.lineCount != nil
        return wish
    }

    /// The digest that the report of a file tells.
    func reportedDigest(of content: ContentSummary?) -> Digest? {
        content?.digests.first { $0.algorithm == options.run.reportedDigest }
    }
}
