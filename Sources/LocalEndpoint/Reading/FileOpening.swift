internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

extension Tree {
    /// A reader of a listed file, pinned to its version.
    func reader(of entry: Entry, range: ByteRange?, location: String) throws(EndpointError) -> LocalReader {
        let file: FileDescriptor
        do {
            file = try openForReading(entry)
        } catch {
            if error.rawValue == ESTALE {
                throw EndpointError(.changedDuringTransfer, .read, path: entry.path, location: location)
            }
            throw error.during(.read, entry.path, at: location)
        }
        return try LocalReader(file, of: entry, range: range, location: location)
    }

    /// Opens a listed file for reading. Never waits, should a FIFO have taken its place.
    ///
    /// Symlinks are not followed, unless the listing that made the entry did: then the path leads through one, and what
    /// it leads to is opened only if it is the very inode of the entry.
    func openForReading(_ entry: Entry) throws(Errno) -> FileDescriptor {
        do {
            return try withParent(of: entry.path) { (directory, name) throws(Errno) in
                try openForReading(name, in: directory)
            }
        } catch {
            guard mayFollowLinks, error.rawValue == ELOOP || error.rawValue == ENOTDIR else { throw error }
        }
        return try openFollowed(entry)
    }

    private func openForReading(_ name: Name, in directory: Directory) throws(Errno) -> FileDescriptor {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        if options.keepsAccessTimes, let file = try? directory.open(name, flags | ferry_o_noatime) { return file }
        return try directory.open(name, flags)
    }

    /// Looks before it opens: merely opening a device may already do something.
    private func openFollowed(_ entry: Entry) throws(Errno) -> FileDescriptor {
        let place = try directory(.root).open(Name(entry.path.bytes), ferry_o_path)
        let status = try place.status()
        guard status.kind == .file, status.identity == entry.version?.identity else { throw Errno(ESTALE) }
        let path = Name("/proc/self/fd/\(place.rawValue)".utf8)
        return try FileDescriptor(opened: ferry_openat(AT_FDCWD, path.cString, O_RDONLY | O_CLOEXEC, 0))
    }
}
