internal import FerryCore
internal import FerryEndpoints
package import FerryState
internal import Synchronization

/// Digests and line counts of files of this machine that were read before, for those who describe files: by device, inode, size, times.
/// What proves that a disk still holds a file never asks here. Used by all threads.
package final class ContentMemory: Sendable {
    private let store: StateStore
    /// Within what inodes are those of this machine, see `Endpoint.identitySpace`.
    private let space: String
    private let caches = Mutex<[ContentFact: HashCache]>([:])

    package init(_ store: StateStore, space: String) {
        self.store = store
        self.space = space
    }

    /// All that is wanted of a file, the digests in their order; nil if something of it is not known.
    func summary(
        of entry: Entry, on endpoint: any Endpoint, _ algorithms: [DigestAlgorithm], countsLines: Bool
    ) -> ContentSummary? {
        guard endpoint.identitySpace == space, !algorithms.isEmpty || countsLines else { return nil }
        var summary = ContentSummary(digests: [], size: entry.size, isRemembered: true)
        for algorithm in algorithms {
            guard let bytes = cache(.digest(algorithm)).bytes(of: entry),
                let digest = Digest(algorithm: algorithm, bytes: bytes)
            else { return nil }
            summary.digests.append(digest)
        }
        if countsLines {
            guard let bytes = cache(.lineCount).bytes(of: entry) else { return nil }
            summary.lineCount = Int64(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) })
        }
        return summary
    }

    /// To be told after a file was read whole and found unchanged; `moment` is when reading it began.
    func remember(_ content: ContentSummary, of entry: Entry, on endpoint: any Endpoint, readAt moment: Timestamp) {
        guard endpoint.identitySpace == space else { return }
        for digest in content.digests {
            cache(.digest(digest.algorithm)).remember(digest.bytes, of: entry, readAt: moment)
        }
        if let lineCount = content.lineCount {
            let bytes = withUnsafeBytes(of: lineCount.littleEndian) { Array($0) }
            cache(.lineCount).remember(bytes, of: entry, readAt: moment)
        }
    }

    /// To be called at the end.
    func flush() {
        for cache in caches.withLock({ Array($0.values) }) { cache.flush() }
    }

    private func cache(_ fact: ContentFact) -> HashCache {
        caches.withLock { caches in
            if let cache = caches[fact] { return cache }
            let cache = HashCache(store, fact)
            caches[fact] = cache
            return cache
        }
    }
}
