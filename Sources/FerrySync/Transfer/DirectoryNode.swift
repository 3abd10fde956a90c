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
    /// The source's directory, whose metadata it gets.
    let action: Action?
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
        /// Transfers under way, and one for the scan until it leaves.
        var pending = 1
        var isTouched = false
        var keepsSomething = false
    }

    private let state = Mutex(State())

    init(path: RelativePath, role: Role, action: Action?, records: DirectoryRecords? = nil) {
        self.path = path
        self.role = role
        self.action = action
        self.records = records
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
}
