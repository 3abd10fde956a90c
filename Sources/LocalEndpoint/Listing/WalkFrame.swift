internal import FerryCore
internal import FerryEndpoints

/// A directory that a walk is in.
struct WalkFrame {
    let path: RelativePath
    /// What every path in this directory starts with: its own path and `/`, or nothing for the root.
    let prefix: [UInt8]
    let names: NameTable
    let selection: (any Selection)?
    let identity: FileIdentity
    /// Nil while deeper directories use up the descriptors; opened again on the way back.
    var directory: Directory?
    var next = 0

    init(
        path: RelativePath, names: NameTable, selection: (any Selection)?, identity: FileIdentity, directory: Directory
    ) {
        self.path = path
        self.names = names
        self.selection = selection
        self.identity = identity
        self.directory = directory
        prefix = path.isRoot ? [] : path.bytes + [RelativePath.separator]
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
}
