internal import FerryCore
internal import Synchronization

/// The directories used last, kept open: a file in the same directory as the one before needs no further open.
///
/// A descriptor taken from here may meanwhile have been removed or renamed by others; the tree then forgets it and
/// opens the path anew, once.
final class DirectoryCache: Sendable {
    private struct Slot {
        let directory: Directory
        var lastUse: UInt64
    }

    private struct Slots {
        var byPath = [RelativePath: Slot]()
        var clock: UInt64 = 0
        /// The one asked for last. Entries come directory by directory, so it answers nearly every question, without a
        /// path to be made and hashed.
        var latest: (path: RelativePath, directory: Directory)?
    }

    private let slots = Mutex(Slots())
    private let capacity = DescriptorLimit.part(of: 8, atMost: 128)

    subscript(path: RelativePath) -> Directory? {
        slots.withLock { slots in
            slots.clock += 1
            let clock = slots.clock
            guard let index = slots.byPath.index(forKey: path) else { return nil }
            slots.byPath.values[index].lastUse = clock
            let directory = slots.byPath.values[index].directory
            slots.latest = (path, directory)
            return directory
        }
    }

    /// The directory that holds `path`, which is not the root.
    func directory(holding path: RelativePath) -> Directory? {
        let latest = slots.withLock { slots in
            slots.latest.flatMap { path.isEntry(of: $0.path) ? $0.directory : nil }
        }
        return latest ?? path.parent.flatMap { self[$0] }
    }

    /// Searching 128 slots for the oldest costs less than the open that made it necessary.
    func insert(_ directory: Directory, at path: RelativePath) {
        slots.withLock { slots in
            if slots.byPath.count >= capacity,
                let oldest = slots.byPath.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                slots.byPath[oldest.key] = nil
                slots.latest = nil
            }
            slots.byPath[path] = Slot(directory: directory, lastUse: slots.clock)
        }
    }

    /// Forgets a directory and everything below it.
    func forget(_ path: RelativePath) {
        slots.withLock { slots in
            if slots.byPath.isEmpty { return }
            slots.byPath = slots.byPath.filter { !$0.key.isInside(path) }
            slots.latest = nil
        }
    }

    func removeAll() {
        slots.withLock { slots in
            slots.byPath.removeAll()
            slots.latest = nil
        }
    }
}
