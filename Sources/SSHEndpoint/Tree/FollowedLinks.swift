internal import FerryCore
internal import Synchronization

/// The symlinks that listings were asked to follow, so that what was listed behind them can be read. There may be millions: each is
/// kept as a hash of its path, by a key that only this process knows. 400,000 paths took 30 MiB more.
final class FollowedLinks: Sendable {
    private let links = Mutex<Set<Int>>([])

    func insert(_ path: RelativePath) {
        let hash = path.hashValue
        _ = links.withLock { $0.insert(hash) }
    }

    /// Whether a path is one of them, or leads through one.
    func lead(to path: RelativePath) -> Bool {
        // Whoever kept the set while others add to it would make them copy all of it.
        links.withLock { links in
            if links.isEmpty { return false }
            var next: RelativePath? = path
            while let path = next, !path.isRoot {
                if links.contains(path.hashValue) { return true }
                next = path.parent
            }
            return false
        }
    }
}
