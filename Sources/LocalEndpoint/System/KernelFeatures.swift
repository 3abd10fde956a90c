internal import Synchronization

/// What was found not to work on a tree's file system, so that it is tried once only.
final class KernelFeatures: Sendable {
    private let nameless: Atomic<Bool>
    private let clones = Atomic<Bool>(true)

    init(_ options: LocalOptions) {
        nameless = Atomic(options.stagesNamelessFiles)
    }

    /// Files without a name (`O_TMPFILE`).
    var hasNamelessFiles: Bool { nameless.load(ordering: .relaxed) }

    func noteNoNamelessFiles() {
        nameless.store(false, ordering: .relaxed)
    }

    /// Files that share their extents (`FICLONE`).
    var hasClones: Bool { clones.load(ordering: .relaxed) }

    func noteNoClones() {
        clones.store(false, ordering: .relaxed)
    }
}
