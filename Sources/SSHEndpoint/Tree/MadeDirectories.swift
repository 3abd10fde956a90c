internal import FerryCore
internal import Synchronization

/// What the directories are that were made, for those that get their metadata later: asking once more would be a round trip
/// before the end of every run.
final class MadeDirectories: Sendable {
    private let attributes = Mutex<[RelativePath: FileAttributes]>([:])
    private static let most = 10_000

    /// Without an owner, `found` tells nothing.
    func note(_ path: RelativePath, _ found: FileAttributes) {
        let isKnown = found.owner != nil && found.times != nil
        attributes.withLock { attributes in
            if attributes.count >= Self.most { attributes.removeAll() }
            attributes[path] = isKnown ? found : nil
        }
    }

    /// Hands out what is known, once: whatever is done then changes it.
    func take(_ path: RelativePath) -> FileAttributes? {
        attributes.withLock { $0.removeValue(forKey: path) }
    }
}
