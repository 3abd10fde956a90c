internal import CSystem
internal import FerryCore
internal import Glibc

/// Where the root directory of a tree is.
enum RootPlace: Sendable {
    /// At a path that the user named: symlinks on the way, and the root itself, are followed.
    case named(Name)
    /// At a path that somebody else named, below a directory that nothing may lead out of: no symlink is followed.
    case confined(RelativePath, below: Name)
    /// Outside of the confinement.
    case forbidden

    init(_ root: [UInt8], _ options: LocalOptions) {
        guard let confinement = options.confinement else {
            self = .named(root.isEmpty ? .itself : Name(root))
            return
        }
        let components = root.split(separator: RelativePath.separator).filter { !$0.elementsEqual(".".utf8) }
        let path = try? RelativePath(validating: components.joined(separator: [RelativePath.separator]))
        self = path.map { .confined($0, below: Name(confinement)) } ?? .forbidden
    }

    func open(_ resolver: PathResolver) throws(Errno) -> Directory {
        switch self {
        case .named(let name): return try Self.open(name)
        case .confined(let path, let base):
            let directory = try Self.open(base)
            return path.isRoot ? directory : try resolver.open(path, below: directory)
        case .forbidden: throw Errno(EACCES)
        }
    }

    func make(mode: mode_t, _ resolver: PathResolver) throws(Errno) {
        if case .named(let name) = self { return try check(mkdir(name.cString, mode)) }
        try withParent(resolver) { (parent, name) throws(Errno) in try parent.makeDirectory(name, mode: mode) }
    }

    func remove(_ resolver: PathResolver) throws(Errno) {
        if case .named(let name) = self { return try check(rmdir(name.cString)) }
        try withParent(resolver) { (parent, name) throws(Errno) in try parent.removeDirectory(name) }
    }

    /// The confinement itself is not the other side's to make or to remove.
    private func withParent(
        _ resolver: PathResolver, _ body: (Directory, Name) throws(Errno) -> Void
    ) throws(Errno) {
        guard case .confined(let path, let base) = self, let parent = path.parent else { throw Errno(EACCES) }
        let directory = try Self.open(base)
        try body(parent.isRoot ? directory : resolver.open(parent, below: directory), Name(path.name))
    }

    private static func open(_ name: Name) throws(Errno) -> Directory {
        Directory(try FileDescriptor(opened: ferry_openat(AT_FDCWD, name.cString, Directory.pathOnly, 0)))
    }
}
