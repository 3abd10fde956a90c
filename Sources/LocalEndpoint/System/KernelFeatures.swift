internal import Synchronization

/// What was found not to work on this tree's file system, so that it is tried once only.
final class KernelFeatures: Sendable {
    /// Files without a name (`O_TMPFILE`), and giving them one through `/proc`.
    let namelessFiles = Atomic<Bool>(true)
    /// Sharing extents (`FICLONE`).
    let clones = Atomic<Bool>(true)
}
