internal import FerryCore
internal import Synchronization

/// Paths that were directories, and no symlinks, when they were last looked at. SFTP knows no handles of directories to
/// reach others from, so between that look and the use of a path somebody on the server may put a symlink in its place:
/// within one run that is not noticed.
final class TrustedDirectories: Sendable {
    private let paths = Mutex<Set<RelativePath>>([])
    private static let most = 100_000

    func contains(_ path: RelativePath) -> Bool {
        path.isRoot || paths.withLock { $0.contains(path) }
    }

    func insert(_ path: RelativePath) {
        paths.withLock { paths in
            if paths.count >= Self.most { paths.removeAll(keepingCapacity: true) }
            paths.insert(path)
        }
    }

    /// Forgets a directory and all below it.
    func forget(_ path: RelativePath) {
        paths.withLock { paths in
            guard paths.contains(path) else { return }
            paths = paths.filter { !$0.isInside(path) }
        }
    }

    func forgetAll() {
        paths.withLock { $0.removeAll() }
    }
}
