internal import CSystem
internal import FerryCore
internal import Glibc
internal import Synchronization

/// Opens directories below a root so that no symlink is followed on the way, whoever swaps directories for symlinks
/// meanwhile (openat2(2), RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS; before Linux 5.6, or where a sandbox filters that
/// call, one `openat` with O_NOFOLLOW per component).
final class PathResolver: Sendable {
    private let usesOpenat2: Atomic<Bool>
    private let followsLinks: Bool

    init(_ options: LocalOptions) {
        followsLinks = options.followsDirectoryLinks && options.confinement == nil
        usesOpenat2 = Atomic(options.resolution == .automatic && !followsLinks)
    }

    /// Opens `path` below `root`. A symlink or a file in the way is ENOTDIR.
    func open(_ path: RelativePath, below root: Directory) throws(Errno) -> Directory {
        if usesOpenat2.load(ordering: .relaxed), path.bytes.count < Int(PATH_MAX),
            let directory = try openInOneCall(path, below: root)
        {
            return directory
        }
        return try openByComponents(path, below: root)
    }

    /// Nil when the call does not exist here, or when renames on the way kept confusing it.
    private func openInOneCall(_ path: RelativePath, below root: Directory) throws(Errno) -> Directory? {
        let name = Name(path.bytes)
        for _ in 0..<8 {
            let result = ferry_openat2(
                root.descriptor.rawValue, name.cString, UInt64(Directory.pathOnly), ferry_resolve_beneath_no_symlinks)
            if result >= 0 { return Directory(try FileDescriptor(opened: result)) }
            switch errno {
            case EAGAIN: continue
            case ENOSYS, EPERM:
                usesOpenat2.store(false, ordering: .relaxed)
                return nil
            case ELOOP: throw Errno(ENOTDIR)
            default: throw Errno.last
            }
        }
        return nil
    }

    private func openByComponents(_ path: RelativePath, below root: Directory) throws(Errno) -> Directory {
        var directory = root
        let flags = followsLinks ? Directory.pathOnly : Directory.pathOnly | O_NOFOLLOW
        for component in path.components {
            directory = try directory.directory(Name(component), flags: flags)
        }
        return directory
    }
}
