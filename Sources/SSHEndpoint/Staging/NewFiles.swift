internal import Synchronization

/// What new files of a host are like: whose, and made when. All are this account's; their group is the directory's where
/// that is set so, which only a look at each tells.
final class NewFiles: Sendable {
    private struct State {
        var last: FileAttributes?
        var noted = 0.0
        var differ = false
    }

    private let state = Mutex(State())

    /// For as long as their time is right to the second.
    private static let lifetime = 1.0

    /// What the next one will be like; nil where it must be looked at.
    var likely: FileAttributes? {
        state.withLock { state in
            state.differ || LinkMeter.now - state.noted > Self.lifetime ? nil : state.last
        }
    }

    func note(_ attributes: FileAttributes) {
        state.withLock { state in
            state.last = attributes
            state.noted = LinkMeter.now
        }
    }

    /// One was not like the others: each is looked at from now on.
    func wereOthers() {
        state.withLock { $0.differ = true }
    }
}
