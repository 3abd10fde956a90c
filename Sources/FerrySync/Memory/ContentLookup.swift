internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// What one thread asks of a `ContentMemory`.
struct ContentLookup {
    private let memory: ContentMemory
    private var readers: [ContentFact: HashCacheReader] = [:]

    init(_ memory: ContentMemory) {
        self.memory = memory
    }

    /// All that is wanted of a file, the digests in their order; nil if something of it is not known.
    mutating func summary(
        of entry: Entry, on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm], countsLines: Bool
    ) -> ContentSummary? {
        guard memory.knows(endpoint), !algorithms.isEmpty || countsLines else { return nil }
        var summary = ContentSummary(digests: [], size: entry.size, isRemembered: true)
        for algorithm in algorithms {
            guard let bytes = bytes(of: entry, .digest(algorithm)),
                let digest = Digest(algorithm: algorithm, bytes: bytes)
            else { return nil }
            summary.digests.append(digest)
        }
        if countsLines {
            guard let bytes = bytes(of: entry, .lineCount) else { return nil }
            summary.lineCount = Int64(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) })
        }
        return summary
    }

    private mutating func bytes(of entry: Entry, _ fact: ContentFact) -> [UInt8]? {
        readers[fact, default: HashCacheReader(memory.cache(fact))].bytes(of: entry)
    }
}
