internal import FerryCore
internal import Synchronization

/// The symlinks that listings were asked to follow, so that what was listed behind them can be read.
final class FollowedLinks: Sendable {
    private let paths = Mutex<Set<RelativePath>>([])

    func insert(_ path: RelativePath) {
        _ = paths.withLock { $0.insert(path) }
    }

    /// Whether a path is one of them, or leads through one.
    func lead(to path: RelativePath) -> Bool {
        let known = paths.withLock { $0 }
        if known.isEmpty { return false }
        var next: RelativePath? = path
        while let path = next, !path.isRoot {
            if known.contains(path) { return true }
            next = path.parent
        }
        return false
    }
}
