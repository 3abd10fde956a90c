internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc
internal import Synchronization

/// Everything below one root, reached through directory descriptors only.
final class Tree: Sendable {
    let options: LocalOptions
    let features: KernelFeatures
    private let place: RootPlace
    private let resolver: PathResolver
    private let cache = DirectoryCache()

    init(root: [UInt8], options: LocalOptions) {
        self.options = options
        features = KernelFeatures(options)
        place = RootPlace(root, options)
        resolver = PathResolver(options)
    }

    /// The directory at a path. The root itself may be a symlink, which is followed: the user named it.
    func directory(_ path: RelativePath) throws(Errno) -> Directory {
        if let cached = cache[path] { return cached }
        let directory = try open(path)
        cache.insert(directory, at: path)
        return directory
    }

    private func open(_ path: RelativePath) throws(Errno) -> Directory {
        if path.isRoot { return try place.open(resolver) }
        return try resolver.open(path, below: directory(.root))
    }

    /// The directory that a path leads to when symlinks are followed: only for what a listing was asked to follow.
    func directoryFollowingLinks(_ path: RelativePath) throws(Errno) -> Directory {
        if !mayFollowLinks, !path.isRoot { throw Errno(ELOOP) }
        return path.isRoot
            ? try directory(.root) : try directory(.root).directory(Name(path.bytes), flags: Directory.pathOnly)
    }

    /// The directory that was at this path, perhaps behind followed symlinks; ESTALE when it is another one by now.
    func directory(_ path: RelativePath, identity: FileIdentity) throws(Errno) -> Directory {
        let candidate: Directory
        do {
            candidate = try directory(path)
        } catch {
            candidate = try directoryFollowingLinks(path)
        }
        guard try candidate.descriptor.status().identity == identity else { throw Errno(ESTALE) }
        return candidate
    }

    /// What a call in a directory that was removed fails with; ext4 refuses a nameless file there with EPERM.
    private static let staleness = [ENOENT, ESTALE, EPERM]

    /// Calls `body` with the directory that holds `path`, and the name there. When that finds nothing, the directory
    /// may have been replaced since it was opened; then it is looked up again, once.
    func withParent<Result: ~Copyable>(
        of path: RelativePath, _ body: (Directory, Name) throws(Errno) -> Result
    ) throws(Errno) -> Result {
        if path.isRoot { return try body(directory(.root), .itself) }
        let name = Name(path.name)
        guard let cached = cache.directory(holding: path) else {
            return try body(directory(path.parent ?? .root), name)
        }
        do throws(Errno) {
            return try body(cached, name)
        } catch {
            let parent = path.parent ?? .root
            guard Self.staleness.contains(error.rawValue), try isReplaced(cached, at: parent) else { throw error }
            return try body(directory(parent), name)
        }
    }

    /// Whether a cached directory is no longer what its path leads to; then it is forgotten, with all below it.
    private func isReplaced(_ cached: Directory, at path: RelativePath) throws(Errno) -> Bool {
        let current = try open(path)
        if try current.descriptor.status().identity == cached.descriptor.status().identity { return false }
        cache.forget(path)
        return true
    }

    /// The entry at a path; nil when there is none.
    func entry(at path: RelativePath) throws(Errno) -> Entry? {
        do {
            return try withParent(of: path) { (directory, name) throws(Errno) in
                guard let entry = try directory.entry(of: name, at: path) else { throw Errno(ENOENT) }
                return entry
            }
        } catch {
            if error.meansAbsent { return nil }
            throw error
        }
    }

    /// Whether symlinks may be followed where a listing or a read asks for it.
    var mayFollowLinks: Bool { options.confinement == nil }

    /// What is known of several names of one directory.
    func attributes(of names: NameList, in path: RelativePath) throws(Errno) -> [Attributes?] {
        do throws(Errno) {
            if let cached = cache[path] {
                let found = try cached.attributes(of: names)
                guard found.contains(where: { $0 == nil }), try isReplaced(cached, at: path) else { return found }
            }
            return try directory(path).attributes(of: names)
        } catch {
            guard error.meansAbsent else { throw error }
            return Array(repeating: nil, count: names.count)
        }
    }

    /// Makes the root directory itself, whose parent exists.
    func makeRoot(mode: mode_t) throws(Errno) {
        cache.removeAll()
        try place.make(mode: mode, resolver)
    }

    func removeRoot() throws(Errno) {
        cache.removeAll()
        try place.remove(resolver)
    }

    /// To be called when a directory has lost its name.
    func forget(_ path: RelativePath) {
        cache.forget(path)
    }

    func close() {
        cache.removeAll()
    }
}
