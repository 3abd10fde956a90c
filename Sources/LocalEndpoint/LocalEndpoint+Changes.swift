public import FerryCore
public import FerryEndpoints
internal import Glibc

extension LocalEndpoint {
    /// Closed to others until it has its owner and its permissions. Without any, it is as mkdir(1) makes it.
    public func createDirectory(at path: RelativePath, metadata: Metadata) throws(EndpointError) {
        try during(.createDirectory, path) { () throws(Errno) in
            var metadata = metadata
            let mode: mode_t = metadata.permissions == nil ? 0o777 : 0o700
            if path.isRoot {
                try tree.makeRoot(mode: mode)
            } else {
                try tree.withParent(of: path) { (directory, name) throws(Errno) in
                    try directory.makeDirectory(name, mode: mode)
                }
            }
            (metadata.modified, metadata.accessed) = (nil, nil)
            _ = try set(metadata, on: path, kind: .directory)
        }
    }

    public func remove(_ path: RelativePath, kind: EntryKind) throws(EndpointError) {
        try during(.remove, path) { () throws(Errno) in
            if path.isRoot { return try tree.removeRoot() }
            try tree.withParent(of: path) { (directory, name) throws(Errno) in
                if kind.isDirectory { try directory.removeDirectory(name) } else { try directory.remove(name) }
            }
            if kind.isDirectory { tree.forget(path) }
        }
    }

    public func apply(
        _ metadata: Metadata, to path: RelativePath, kind: EntryKind
    ) throws(EndpointError) -> MetadataFields {
        try during(.setMetadata, path) { () throws(Errno) in try set(metadata, on: path, kind: kind) }
    }

    private func set(_ metadata: Metadata, on path: RelativePath, kind: EntryKind) throws(Errno) -> MetadataFields {
        if kind == .directory, tree.options.followsDirectoryLinks {
            return try NamedTarget(directory: tree.directory(path), name: .itself)
                .set(metadata, current: nil, isSymlink: false)
        }
        return try tree.withParent(of: path) { (directory, name) throws(Errno) in
            try NamedTarget(directory: directory, name: name)
                .set(metadata, current: nil, isSymlink: kind == .symlink)
        }
    }
}
