internal import Synchronization

/// What was found not to work on a tree's file system, so that it is tried once only.
final class KernelFeatures: Sendable {
    private let nameless: Atomic<Bool>
    private let linkByDescriptor = Atomic<Bool>(true)
    private let clones = Atomic<Bool>(true)

    init(_ options: LocalOptions) {
        nameless = Atomic(options.stagesNamelessFiles)
    }

    /// Files without a name (`O_TMPFILE`).
    var hasNamelessFiles: Bool { nameless.load(ordering: .relaxed) }

    func noteNoNamelessFiles() {
        nameless.store(false, ordering: .relaxed)
    }

    /// Naming an open file by its descriptor alone (`AT_EMPTY_PATH`): for root, and since Linux 6.10 for everybody.
    var linksByDescriptor: Bool { linkByDescriptor.load(ordering: .relaxed) }

    func noteNoLinksByDescriptor() {
        linkByDescriptor.store(false, ordering: .relaxed)
    }

    /// Files that share their extents (`FICLONE`).
    var hasClones: Bool { clones.load(ordering: .relaxed) }

    func noteNoClones() {
        clones.store(false, ordering: .relaxed)
    }
}
