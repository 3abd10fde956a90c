internal import FerryCore

/// The nodes of one in-memory store and their names. Paths are taken from the store's root.
struct MemoryTree: Sendable {
    static let root: UInt64 = 1

    let options: MemoryOptions
    /// Tells the files of this store from those of any other.
    let device: UInt64
    private(set) var nodes: [UInt64: MemoryNode]
    /// Staged files that are open or were checkpointed, by number.
    var staged: [UInt64: MemoryStaging] = [:]
    private var lastInode = MemoryTree.root
    private var changes: Int64 = 0

    init(options: MemoryOptions, device: UInt64) {
        self.options = options
        self.device = device
        nodes = [Self.root: MemoryNode(.directory, at: options.clock())]
    }

    /// Bytes in use, staged ones included.
    var used: Int64 {
        nodes.values.reduce(0) { $0 + $1.content.stored } + staged.values.reduce(0) { $0 + $1.content.stored }
    }

    /// A number for a staged file that no other one had.
    mutating func nextStaging() -> UInt64 {
        changes += 1
        return UInt64(changes)
    }

    // MARK: Looking

    subscript(inode: UInt64) -> MemoryNode? { nodes[inode] }

    /// The node at a path, symlinks not followed; nil when it or a directory above it is absent.
    func find(_ path: RelativePath) throws(MemoryFailure) -> UInt64? {
        guard let parent = path.parent else { return Self.root }
        guard let directory = try findDirectory(parent) else { return nil }
        return child(Array(path.name), of: directory)
    }

    /// Like `find`, but only directories count: where they are simulated, a file may bear the same name.
    func findDirectory(_ path: RelativePath) throws(MemoryFailure) -> UInt64? {
        var inode = Self.root
        for name in path.components {
            if nodes[inode]!.isForbidden { throw .forbidden }
            guard let next = nodes[inode]!.children[key(Array(name), isDirectory: true)] else { return nil }
            inode = next.inode
        }
        if nodes[inode]!.isForbidden { throw .forbidden }
        return inode
    }

    private func child(_ name: [UInt8], of directory: UInt64) -> UInt64? {
        let children = nodes[directory]!.children
        return (children[key(name, isDirectory: false)] ?? children[key(name, isDirectory: true)])?.inode
    }

    /// What a directory files a name under: the name as the endpoint compares it, with a slash for directories.
    func key(_ name: [UInt8], isDirectory: Bool) -> [UInt8] {
        (options.capabilities.isCaseSensitive ? name : Self.folded(name))
            + (isDirectory ? [RelativePath.separator] : [])
    }

    private static func folded(_ name: [UInt8]) -> [UInt8] {
        String(validating: name, as: UTF8.self).map { Array($0.lowercased().utf8) } ?? name
    }

    // MARK: Changing

    /// Adds a node under a name that must be free for it: a non-directory replaces another non-directory.
    mutating func attach(_ node: MemoryNode, at path: RelativePath) throws(MemoryFailure) -> UInt64 {
        let directory = try parent(of: path)
        try clear(path, in: directory, for: node.kind)
        lastInode += 1
        nodes[lastInode] = node
        touch(lastInode)
        name(lastInode, Array(path.name), in: directory)
        return lastInode
    }

    /// Gives an existing node a further name.
    mutating func link(_ inode: UInt64, at path: RelativePath) throws(MemoryFailure) {
        let directory = try parent(of: path)
        if child(Array(path.name), of: directory) == inode { return }
        try clear(path, in: directory, for: nodes[inode]!.kind)
        nodes[inode]!.linkCount += 1
        touch(inode)
        name(inode, Array(path.name), in: directory)
    }

    /// Takes a name away, and the node with its last name.
    mutating func detach(_ path: RelativePath, isDirectory: Bool) throws(MemoryFailure) {
        guard let above = path.parent else { throw MemoryFailure(.alreadyExists) }
        let filed = key(Array(path.name), isDirectory: isDirectory)
        guard let directory = try findDirectory(above), let child = nodes[directory]!.children[filed] else {
            throw .absent
        }
        if isDirectory, !nodes[child.inode]!.children.isEmpty { throw MemoryFailure(.notEmpty) }
        nodes[directory]!.children[filed] = nil
        unlink(child.inode)
        stamp(directory)
        if options.capabilities.directories == .simulated { prune(path.parent ?? .root) }
    }

    /// Moves a node to another name.
    mutating func move(_ path: RelativePath, to newPath: RelativePath) throws(MemoryFailure) {
        guard let inode = try find(path) else { throw .absent }
        let isDirectory = nodes[inode]!.kind.isDirectory
        let directory = try parent(of: newPath)
        if isDirectory, newPath.isInside(path), newPath != path {
            throw MemoryFailure(.unsupported, "a directory cannot move below itself")
        }
        if path == newPath { return }
        let old = try parent(of: path)
        nodes[old]!.children[key(Array(path.name), isDirectory: isDirectory)] = nil
        do {
            try clear(newPath, in: directory, for: nodes[inode]!.kind)
        } catch {
            name(inode, Array(path.name), in: old)
            throw error
        }
        touch(inode)
        name(inode, Array(newPath.name), in: directory)
        stamp(old)
        if options.capabilities.directories == .simulated { prune(path.parent ?? .root) }
    }

    /// Changes a node in place, giving it a new version.
    mutating func change(_ inode: UInt64, _ body: (inout MemoryNode) -> Void) {
        body(&nodes[inode]!)
        touch(inode)
    }

    private mutating func touch(_ inode: UInt64) {
        changes += 1
        nodes[inode]!.changed = changes
    }

    private mutating func name(_ inode: UInt64, _ name: [UInt8], in directory: UInt64) {
        let filed = key(name, isDirectory: nodes[inode]!.kind.isDirectory)
        nodes[directory]!.children[filed] = MemoryNode.Child(name: name, inode: inode)
        stamp(directory)
    }

    /// A directory's time is that of the last change to its names.
    private mutating func stamp(_ directory: UInt64) {
        nodes[directory]!.modified = options.clock().truncated(to: options.capabilities.timePrecision)
        touch(directory)
    }

    /// The directory that holds `path`; made where directories are simulated.
    private mutating func parent(of path: RelativePath) throws(MemoryFailure) -> UInt64 {
        guard let parent = path.parent else { throw MemoryFailure(.alreadyExists) }
        if let found = try findDirectory(parent) { return found }
        guard options.capabilities.directories == .simulated else {
            throw MemoryFailure(.notFound, "the directory does not exist")
        }
        return try attach(MemoryNode(.directory, at: options.clock()), at: parent)
    }

    /// Frees a name for a new node of `kind`.
    private mutating func clear(_ path: RelativePath, in directory: UInt64, for kind: EntryKind) throws(MemoryFailure) {
        let files = key(Array(path.name), isDirectory: false)
        let directories = key(Array(path.name), isDirectory: true)
        let isSimulated = options.capabilities.directories == .simulated
        if kind.isDirectory {
            if nodes[directory]!.children[directories] != nil { throw MemoryFailure(.alreadyExists) }
            if !isSimulated, nodes[directory]!.children[files] != nil { throw MemoryFailure(.alreadyExists) }
        } else {
            if !isSimulated, nodes[directory]!.children[directories] != nil { throw MemoryFailure(.alreadyExists) }
            if let old = nodes[directory]!.children.removeValue(forKey: files) { unlink(old.inode) }
        }
    }

    private mutating func unlink(_ inode: UInt64) {
        nodes[inode]!.linkCount -= 1
        touch(inode)
        if nodes[inode]!.linkCount == 0 { nodes[inode] = nil }
    }

    /// Simulated directories are gone with their last name.
    private mutating func prune(_ path: RelativePath) {
        guard let parent = path.parent, let inode = try? findDirectory(path), nodes[inode]!.children.isEmpty,
            let above = try? findDirectory(parent)
        else { return }
        nodes[above]!.children[key(Array(path.name), isDirectory: true)] = nil
        nodes[inode] = nil
        prune(parent)
    }
}
