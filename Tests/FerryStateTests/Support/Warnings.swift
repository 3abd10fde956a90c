internal import FerryState
internal import Harness
internal import Synchronization

/// Collects what a store complains about.
final class Warnings: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func store(in directory: borrowing TemporaryDirectory, limit: Int64 = StateStore.defaultLimit) -> StateStore {
        StateStore(path: directory.file("state/ferry/state.sqlite"), limit: limit) { [self] line in
            lines.withLock { $0.append(line) }
        }
    }
}
