internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// An open directory, from which names are looked up without any path in between.
///
/// Shared by threads; open for as long as somebody holds it, so that a cache may forget it at any time.
final class Directory: Sendable {
    let descriptor: FileDescriptor

    init(_ descriptor: consuming FileDescriptor) {
        self.descriptor = descriptor
    }

    /// How directories are opened for looking up names only: this needs no right to list them.
    static let pathOnly = ferry_o_path | O_DIRECTORY | O_CLOEXEC
    /// How directories are opened for listing them.
    static let listing = O_RDONLY | O_DIRECTORY | O_CLOEXEC

    /// Opens a name in this directory. Nothing is followed unless `flags` leave out `O_NOFOLLOW`.
    func open(_ name: Name, _ flags: CInt, mode: mode_t = 0) throws(Errno) -> FileDescriptor {
        try FileDescriptor(opened: ferry_openat(descriptor.rawValue, name.cString, flags | O_CLOEXEC, mode))
    }

    /// A directory below this one, which must not be a symlink.
    func directory(_ name: Name, flags: CInt = Directory.pathOnly | O_NOFOLLOW) throws(Errno) -> Directory {
        Directory(try open(name, flags))
    }

    /// The status of a name; nil when there is no such name.
    func status(of name: Name, following: Bool = false) throws(Errno) -> FileStatus? {
        var raw = stat()
        if fstatat(descriptor.rawValue, name.cString, &raw, following ? 0 : AT_SYMLINK_NOFOLLOW) == 0 {
            return FileStatus(raw)
        }
        let error = Errno.last
        if error.meansAbsent { return nil }
        throw error
    }

    /// The status of a name that ends with NUL, without a copy of either. False when that is not possible, whatever the
    /// reason.
    func look(at name: UnsafeBufferPointer<UInt8>, _ raw: inout stat) -> Bool {
        name.withMemoryRebound(to: CChar.self) {
            fstatat(descriptor.rawValue, $0.baseAddress!, &raw, AT_SYMLINK_NOFOLLOW) == 0
        }
    }

    /// What is known of several names; nil for those that are absent.
    func attributes(of names: NameList) throws(Errno) -> [Attributes?] {
        var found: [Attributes?] = []
        found.reserveCapacity(names.count)
        var raw = stat()
        try names.forEach { (name) throws(Errno) in
            if look(at: name, &raw) { return found.append(FileStatus(raw).attributes) }
            let error = Errno.last
            guard error.meansAbsent else { throw error }
            found.append(nil)
        }
        return found
    }

    /// Where a symlink points.
    func target(of name: Name, size: Int64) throws(Errno) -> [UInt8] {
        var capacity = max(Int(size) + 1, 128)
        while true {
            var length = 0
            let target = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                length = buffer.withMemoryRebound(to: CChar.self) {
                    readlinkat(descriptor.rawValue, name.cString, $0.baseAddress!, capacity)
                }
                count = max(length, 0)
            }
            if length < 0 { throw Errno.last }
            if length < capacity { return target }
            capacity *= 2
        }
    }

    /// The entry of a name, with a symlink's target; nil when there is none.
    func entry(of name: Name, at path: RelativePath) throws(Errno) -> Entry? {
        guard let status = try status(of: name) else { return nil }
        guard status.kind == .symlink else { return status.entry(at: path) }
        return status.entry(at: path, linkTarget: try target(of: name, size: status.size))
    }
}
