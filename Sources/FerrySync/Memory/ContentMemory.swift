internal import FerryCore
internal import FerryEndpoints
public import FerryState
internal import Synchronization

/// Digests and line counts of files of this machine that were read before, for those who describe files: by device, inode, size, times.
/// What proves that a disk still holds a file never asks here. Used by all threads.
public final class ContentMemory: Sendable {
    private let store: StateStore
    /// Within what inodes are those of this machine, see `Endpoint.identitySpace`.
    private let space: String
    private let caches = Mutex<[ContentFact: HashCache]>([:])

    public init(_ store: StateStore, space: String) {
        self.store = store
        self.space = space
    }

    /// To be told after a file was read whole and found unchanged; `moment` is when reading it began.
    func remember(_ content: ContentSummary, of entry: Entry, on endpoint: any Endpoint, readAt moment: Timestamp) {
        guard knows(endpoint) else { return }
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

    /// Whether its files are those that digests are remembered of.
    func knows(_ endpoint: any Endpoint) -> Bool { endpoint.identitySpace == space }

    func cache(_ fact: ContentFact) -> HashCache {
        caches.withLock { caches in
            if let cache = caches[fact] { return cache }
            let cache = HashCache(store, fact)
            caches[fact] = cache
            return cache
        }
    }
}
