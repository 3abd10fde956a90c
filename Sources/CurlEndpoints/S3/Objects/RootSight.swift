internal import Synchronization

/// Whether the root of endpoints was there when somebody looked. Several stages of a run want to know, and one request is
/// enough: a directory that is only a part of keys need not be made again, should they go meanwhile.
public final class RootSight: Sendable {
    private let hasBeenSeen = Atomic(false)

    public init() {}

    var isSeen: Bool { hasBeenSeen.load(ordering: .relaxed) }

    func note() { hasBeenSeen.store(true, ordering: .relaxed) }
}
