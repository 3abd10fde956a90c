internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// Paths at which the sources may have something although their listing has not, because its name was refused: nothing is
/// deleted there. Filled by the scan, asked by all threads.
final class HiddenPaths: Sendable {
    private struct State {
        var paths: Set<RelativePath> = []
        var directoriesAbove: Set<RelativePath> = []
    }

    private let state = Mutex(State())
    /// About ten megabytes. Whoever has more such names has all kinds of things.
    private static let mostPaths = 50_000

    /// Whether all is known that a failure of the sources leaves unknown. What is deleted at once may be what a later name
    /// stands for.
    func holdAll(of failure: EndpointError, deletesAtOnce: Bool) -> Bool {
        switch failure.hidden {
        case .anything: false
        case .nothing: true
        case .path(let path): !deletesAtOnce && insert(path)
        }
    }

    /// Returns false where that is one too many to be remembered.
    private func insert(_ path: RelativePath) -> Bool {
        state.withLock { state in
            guard state.paths.count < Self.mostPaths else { return false }
            guard state.paths.insert(path).inserted else { return true }
            var above = path.parent
            while let directory = above, state.directoriesAbove.insert(directory).inserted { above = directory.parent }
            return true
        }
    }

    static func warning(spared count: Int) -> Problem {
        let words =
            count == 1
            ? "1 entry is not deleted: a name that was refused may stand for it"
            : "\(count) entries are not deleted: names that were refused may stand for them"
        return Problem(.warning, .message(words))
    }

    /// Whether removing what a path names would remove what may be hidden.
    func concern(_ path: RelativePath) -> Bool {
        state.withLock { state in
            if state.paths.isEmpty { return false }
            if state.directoriesAbove.contains(path) { return true }
            var above: RelativePath? = path
            while let directory = above {
                if state.paths.contains(directory) { return true }
                above = directory.parent
            }
            return false
        }
    }
}
