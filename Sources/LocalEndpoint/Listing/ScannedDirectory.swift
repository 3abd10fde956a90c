internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// A directory whose names were read and sorted. Its names are looked at in slices, by any thread.
final class ScannedDirectory: Sendable {
    let path: RelativePath
    let identity: FileIdentity
    let names: NameTable
    /// What rules inside it; nil takes everything.
    let selection: (any Selection)?
    let parent: ScannedDirectory?
    /// What every path in it starts with: its own path and `/`, or nothing for the root.
    private let prefix: [UInt8]
    /// Nil while deeper directories use up the descriptors.
    private let directory: Mutex<Directory?>

    /// A slice is what one thread looks at in one go and, at most, one batch of the listing.
    static let sliceSize = 256

    init(
        _ directory: Directory, path: RelativePath, identity: FileIdentity, names: NameTable,
        selection: (any Selection)?, parent: ScannedDirectory?
    ) {
        self.path = path
        self.identity = identity
        self.names = names
        self.selection = selection
        self.parent = parent
        self.directory = Mutex(directory)
        prefix = path.isRoot ? [] : path.bytes + [RelativePath.separator]
    }

    var sliceCount: Int { (names.records.count + Self.sliceSize - 1) / Self.sliceSize }

    func slice(_ index: Int) -> ArraySlice<NameTable.Record> {
        let start = index * Self.sliceSize
        return names.records[start..<min(start + Self.sliceSize, names.records.count)]
    }

    /// A name, with NUL after its end.
    func name(of record: NameTable.Record) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: names.name(of: record), count: Int(record.length))
    }

    /// The path of a name in this directory, made with one allocation.
    func path(of name: UnsafeBufferPointer<UInt8>) -> RelativePath {
        RelativePath(
            unchecked: [UInt8](unsafeUninitializedCapacity: prefix.count + name.count) { buffer, count in
                let start = buffer.baseAddress!
                prefix.withUnsafeBufferPointer {
                    if let base = $0.baseAddress { start.update(from: base, count: $0.count) }
                }
                (start + prefix.count).update(from: name.baseAddress!, count: name.count)
                count = prefix.count + name.count
            })
    }

    /// Whether this directory, or one that it was reached through, is that inode.
    func isInside(_ identity: FileIdentity?) -> Bool {
        var next: ScannedDirectory? = self
        while let directory = next {
            if directory.identity == identity { return true }
            next = directory.parent
        }
        return false
    }

    /// The open directory, opened again where it was given up; it must still be the same one.
    func open(in tree: Tree) throws(Errno) -> Directory {
        if let open = directory.withLock({ $0 }) { return open }
        let opened = try tree.directory(path, identity: identity)
        directory.withLock { $0 = opened }
        return opened
    }

    /// Gives the descriptor up for now.
    func closeDirectory() {
        directory.withLock { $0 = nil }
    }
}
