internal import FerryCore
internal import FerryEndpoints
package import FerryState
internal import Synchronization

/// Digests of files of this machine that were read before, for those who describe files: by device, inode, size, times.
/// What proves that a disk still holds a file never asks here. Used by all threads.
package final class ContentMemory: Sendable {
    private let store: StateStore
    /// Within what inodes are those of this machine, see `Endpoint.identitySpace`.
    private let space: String
    private let caches = Mutex<[DigestAlgorithm: HashCache]>([:])

    package init(_ store: StateStore, space: String) {
        self.store = store
        self.space = space
    }

    /// All the wanted digests of a file, in their order; nil if one of them is not known.
    func digests(_ algorithms: [DigestAlgorithm], of entry: Entry, on endpoint: any Endpoint) -> [Digest]? {
        guard endpoint.identitySpace == space, !algorithms.isEmpty else { return nil }
        var digests: [Digest] = []
        for algorithm in algorithms {
            guard let digest = cache(algorithm).digest(of: entry) else { return nil }
            digests.append(digest)
        }
        return digests
    }

    /// To be told after a file was read whole and found unchanged; `moment` is when reading it began.
    func remember(_ digests: [Digest], of entry: Entry, on endpoint: any Endpoint, readAt moment: Timestamp) {
        guard endpoint.identitySpace == space else { return }
        for digest in digests { cache(digest.algorithm).remember(digest, of: entry, readAt: moment) }
    }

    /// To be called at the end.
    func flush() {
        for cache in caches.withLock({ Array($0.values) }) { cache.flush() }
    }

    private func cache(_ algorithm: DigestAlgorithm) -> HashCache {
        caches.withLock { caches in
            if let cache = caches[algorithm] { return cache }
            let cache = HashCache(store, algorithm)
            caches[algorithm] = cache
            return cache
        }
    }
}
