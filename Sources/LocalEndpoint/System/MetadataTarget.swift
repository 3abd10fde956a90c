internal import CSystem
internal import FerryCore
internal import Glibc

/// Something whose metadata can be set: an open file, or a name in a directory.
protocol MetadataTarget: ~Copyable {
    func setOwner(user: uid_t, group: gid_t) throws(Errno)
    func setPermissions(_ permissions: mode_t) throws(Errno)
    /// Access and modification time; `UTIME_OMIT` leaves one as it is.
    func setTimes(_ times: [timespec]) throws(Errno)
}

extension FileDescriptor: MetadataTarget {
    func setOwner(user: uid_t, group: gid_t) throws(Errno) {
        try check(fchown(rawValue, user, group))
    }

    func setPermissions(_ permissions: mode_t) throws(Errno) {
        try check(fchmod(rawValue, permissions))
    }

    func setTimes(_ times: [timespec]) throws(Errno) {
        try check(futimens(rawValue, times))
    }
}

/// A name in a directory; a symlink is meant itself.
struct NamedTarget: MetadataTarget {
    let directory: Directory
    let name: Name

    func setOwner(user: uid_t, group: gid_t) throws(Errno) {
        try check(fchownat(directory.descriptor.rawValue, name.cString, user, group, AT_SYMLINK_NOFOLLOW))
    }

    /// Linux 6.6 has a call that does not follow; before it, the C library opens the file and goes through `/proc`.
    func setPermissions(_ permissions: mode_t) throws(Errno) {
        let raw = directory.descriptor.rawValue
        if ferry_fchmodat2(raw, name.cString, permissions, AT_SYMLINK_NOFOLLOW) == 0 { return }
        if errno != ENOSYS && errno != EPERM { throw Errno.last }
        try check(fchmodat(raw, name.cString, permissions, AT_SYMLINK_NOFOLLOW))
    }

    func setTimes(_ times: [timespec]) throws(Errno) {
        try check(utimensat(directory.descriptor.rawValue, name.cString, times, AT_SYMLINK_NOFOLLOW))
    }
}
