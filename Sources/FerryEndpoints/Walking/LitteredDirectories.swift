internal import FerryCore
internal import Synchronization

/// Where listings met staged files that no living writer can have, so that only these directories are looked at again.
public final class LitteredDirectories: Sendable {
    /// Nobody can tell whether a staged file's writer lives; after this many seconds without a change it does not.
    private static let stale: Int64 = 24 * 3600
    /// The rest waits for the next run.
    private static let most = 10_000

    private let paths = Mutex<Set<RelativePath>>([])

    public init() {}

    /// In seconds since 1970: what was changed later may still be written.
    static var limit: Int64 { Timestamp.now.seconds - stale }

    /// Whether an item is a staged file whose writer is gone.
    static func isLeftover(_ item: ListedItem, before limit: Int64) -> Bool {
        guard case .entry(let entry) = item, StagedName.matches(entry.path.name), !entry.isDirectory,
            let modified = entry.modified
        else { return false }
        return modified.seconds <= limit
    }

    /// Notes the directory whose items these are, if one of them is a leftover.
    func note(_ directory: RelativePath, holding items: [ListedItem]) {
        let limit = Self.limit
        guard items.contains(where: { Self.isLeftover($0, before: limit) }) else { return }
        paths.withLock { if $0.count < Self.most { $0.insert(directory) } }
    }

    func take() -> [RelativePath] {
        paths.withLock { paths in
            defer { paths = [] }
            return Array(paths)
        }
    }
}
