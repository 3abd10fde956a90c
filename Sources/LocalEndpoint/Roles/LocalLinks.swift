public import FerryCore
public import FerryEndpoints
internal import Glibc

extension LocalEndpoint: LinkRole {
    /// Made under its own name where that is free, else under a staged one that is renamed.
    public func createSymlink(
        at path: RelativePath, target: [UInt8], metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        let target = Name(target)
        return try during(.link, path) { () throws(Errno) in
            try tree.withParent(of: path) { (directory, name) throws(Errno) in
                try directory.replace(name) { (name) throws(Errno) in
                    try directory.makeSymlink(name, target: target)
                    return try NamedTarget(directory: directory, name: name)
                        .set(metadata, current: nil, isSymlink: true)
                }
            }
        }
    }

    public func createHardLink(
        at path: RelativePath, to existing: RelativePath, on endpoint: (any Endpoint)?
    ) throws(EndpointError) {
        let source = try tree(of: endpoint, .link, path)
        try during(.link, path) { () throws(Errno) in
            try source.withParent(of: existing) { (from, oldName) throws(Errno) in
                try tree.withParent(of: path) { (to, newName) throws(Errno) in
                    try to.replace(newName) { (name) throws(Errno) in try from.link(oldName, to: to, name) }
                }
            }
        }
    }
}

extension LocalEndpoint: SpecialFileRole {
    public func createSpecialFile(
        at path: RelativePath, kind: EntryKind, device: DeviceNumber?, metadata: Metadata
    ) throws(EndpointError) -> MetadataFields {
        try during(.createSpecialFile, path) { () throws(Errno) in
            guard let type = kind.specialFileType else { throw Errno(EOPNOTSUPP) }
            return try tree.withParent(of: path) { (directory, name) throws(Errno) in
                try directory.replace(name) { (name) throws(Errno) in
                    try directory.makeNode(name, mode: type | 0o600, device: device)
                    var metadata = metadata
                    metadata.permissions = metadata.permissions ?? FileCreation.permissions
                    return try NamedTarget(directory: directory, name: name).set(metadata, current: nil)
                }
            }
        }
    }
}

extension EntryKind {
    fileprivate var specialFileType: mode_t? {
        switch self {
        case .characterDevice: S_IFCHR
        case .blockDevice: S_IFBLK
        case .fifo: S_IFIFO
        case .socket: S_IFSOCK
        case .file, .directory, .symlink: nil
        }
    }
}

extension Directory {
    /// Makes something under a name, atomically replacing any non-directory that has it.
    ///
    /// rename(2) does nothing when both names are links of one file already; so the staged name is removed afterwards.
    fileprivate func replace<Result>(_ name: Name, _ make: (Name) throws(Errno) -> Result) throws(Errno) -> Result {
        do {
            return try make(name)
        } catch {
            if error.rawValue != EEXIST { throw error }
        }
        while true {
            let staged = Name(StagedName.make(for: name.bytes))
            do throws(Errno) {
                let result = try make(staged)
                do throws(Errno) {
                    try rename(staged, to: self, name)
                } catch {
                    try? remove(staged)
                    throw error
                }
                try? remove(staged)
                return result
            } catch {
                if error.rawValue != EEXIST { throw error }
            }
        }
    }
}
