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

    /// The first name of an open file that has none.
    func link(_ file: borrowing FileDescriptor, to name: Name) throws(Errno) {
        let path = Name("/proc/self/fd/\(file.rawValue)".utf8)
        try check(linkat(AT_FDCWD, path.cString, descriptor.rawValue, name.cString, AT_SYMLINK_FOLLOW))
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
