internal import FerryCore
internal import FerryState
internal import Synchronization

/// A directory of the destination whose content is being worked on.
///
/// Its times and final permissions are set when the scan has left it and the last transfer directly in it is done;
/// until then it is writable. What happens deeper down does not touch its times.
final class DirectoryNode: Sendable {
    let path: RelativePath
    let role: Role
    /// What is remembered of the files in it.
    let records: DirectoryRecords?

    enum Role: Sendable {
        /// Part of the transfer. `hasContent`: what the source has not is extraneous.
        case synced(hasContent: Bool)
        /// Not there and not to be made (`--existing`, or making it failed): what is below is left out.
        case absent
        /// Being deleted with all that is in it.
        case extraneous
    }

    private struct State {
        var action: Action?
        /// Transfers under way, and one for the scan until it leaves.
        var pending = 1
        var isTouched = false
        var keepsSomething = false
        var losesSomething = false
    }

    private let state: Mutex<State>
    /// Whether it was made, once that is known; nil where it was there when the walk came to it.
    private let making: Monitor<Bool?>?

    /// - Parameter isBeingMade: `made` tells when that is done.
    init(
        path: RelativePath, role: Role, action: Action?, records: DirectoryRecords? = nil, isBeingMade: Bool = false
    ) {
        self.path = path
        self.role = role
        self.records = records
        state = Mutex(State(action: action))
        making = isBeingMade ? Monitor(nil) : nil
    }

    /// The source's directory, whose metadata it gets.
    var action: Action? { state.withLock { $0.action } }

    /// Whether anything can be put into it. Waits while it is being made.
    var isThere: Bool { making.map { $0.wait { $0 } } ?? true }

    /// Whether this run makes it.
    var isNew: Bool { making != nil }

    /// Whether `isThere` need not wait.
    var isDecided: Bool { making?.withLock { $0 != nil } ?? true }

    /// It was made, and ends with that action; nil is a failure, which was told.
    func made(_ action: Action?) {
        if let action { state.withLock { $0.action = action } }
        making?.update { $0 = action != nil }
    }

    /// A transfer into this directory begins. Balanced by `release`.
    func retain() {
        state.withLock { $0.pending += 1 }
    }

    /// A transfer, or the scan, is done with this directory. Returns true to the last one, who must finish it.
    func release() -> Bool {
        state.withLock {
            $0.pending -= 1
            return $0.pending == 0
        }
    }

    /// A name in it was made, replaced or removed, so its time is no longer what was set before.
    func touch() {
        state.withLock { $0.isTouched = true }
    }

    var isTouched: Bool { state.withLock { $0.isTouched } }

    /// Something in it stays although the directory was to be deleted.
    func keepSomething() {
        state.withLock { $0.keepsSomething = true }
    }

    var keepsSomething: Bool { state.withLock { $0.keepsSomething } }

    /// Something in it is deleted, at once or in the end.
    func loseSomething() {
        state.withLock { $0.losesSomething = true }
    }

    var losesSomething: Bool { state.withLock { $0.losesSomething } }
}
