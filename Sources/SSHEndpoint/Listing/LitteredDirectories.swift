internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Where listings met staged files that no living writer can have, so that only these directories are looked at again.
final class LitteredDirectories: Sendable {
    /// Nobody can tell whether a staged file's writer lives; after this many seconds without a change it does not.
    private static let stale: Int64 = 24 * 3600
    /// The rest waits for the next run.
    private static let most = 10_000

    private let paths = Mutex<Set<RelativePath>>([])

    /// Whether a file is staged and its writer gone. `limit`: see `limit`.
    static func isLeftover(_ item: Answers.Name, before limit: Int64) -> Bool {
        guard StagedName.matches(item.name), item.attributes.kind != .directory,
            let modified = item.attributes.modified
        else { return false }
        return modified.seconds <= limit
    }

    /// In seconds since 1970: what was changed later may still be written.
    static var limit: Int64 { Timestamp.now.seconds - stale }

    func insert(_ directory: RelativePath) {
        paths.withLock { if $0.count < Self.most { $0.insert(directory) } }
    }

    func take() -> [RelativePath] {
        paths.withLock { paths in
            defer { paths = [] }
            return Array(paths)
        }
    }
}
