internal import CSystem
internal import FerryCore
internal import Glibc

/// Changes of names in a directory, one system call each.
extension Directory {
    func makeDirectory(_ name: Name, mode: mode_t) throws(Errno) {
        try check(mkdirat(descriptor.rawValue, name.cString, mode))
    }

    func makeSymlink(_ name: Name, target: Name) throws(Errno) {
        try check(symlinkat(target.cString, descriptor.rawValue, name.cString))
    }

    func makeNode(_ name: Name, mode: mode_t, device: DeviceNumber?) throws(Errno) {
        let number = device.map { dev_t(ferry_makedev($0.major, $0.minor)) } ?? 0
        try check(mknodat(descriptor.rawValue, name.cString, mode, number))
    }

    /// A further name for what `existing` names here; a symlink itself, not what it leads to.
    func link(_ existing: Name, to directory: Directory, _ name: Name) throws(Errno) {
        try check(linkat(descriptor.rawValue, existing.cString, directory.descriptor.rawValue, name.cString, 0))
    }

    /// The first name of an open file that has none. Through `/proc` the lookup takes 4 of about 40 us that a small
    /// file costs, so that is the second choice.
    func link(_ file: borrowing FileDescriptor, to name: Name, _ features: KernelFeatures) throws(Errno) {
        if features.linksByDescriptor {
            if linkat(file.rawValue, "", descriptor.rawValue, name.cString, ferry_at_empty_path) == 0 { return }
            if errno != ENOENT && errno != EPERM { throw Errno.last }
        }
        let path = Name("/proc/self/fd/\(file.rawValue)".utf8)
        try check(linkat(AT_FDCWD, path.cString, descriptor.rawValue, name.cString, AT_SYMLINK_FOLLOW))
        features.noteNoLinksByDescriptor()
    }

    func rename(_ name: Name, to directory: Directory, _ newName: Name) throws(Errno) {
        try check(renameat(descriptor.rawValue, name.cString, directory.descriptor.rawValue, newName.cString))
    }

    func remove(_ name: Name) throws(Errno) {
        try check(unlinkat(descriptor.rawValue, name.cString, 0))
    }

    func removeDirectory(_ name: Name) throws(Errno) {
        try check(unlinkat(descriptor.rawValue, name.cString, AT_REMOVEDIR))
    }
}
