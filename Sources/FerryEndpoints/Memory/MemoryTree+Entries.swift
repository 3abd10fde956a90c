internal import FerryCore

extension MemoryTree {
    /// A node as an entry of a listing.
    func entry(_ inode: UInt64, at path: RelativePath) -> Entry {
        let node = self[inode]!
        let capabilities = options.capabilities
        if node.kind.isDirectory, capabilities.directories == .simulated {
            return Entry(path: path, kind: .directory)
        }
        let kept = capabilities.metadataKept
        return Entry(
            path: path, kind: node.kind, size: node.size,
            modified: capabilities.timePrecision == .none
                ? nil : node.modified.truncated(to: capabilities.timePrecision),
            accessed: kept.contains(.accessed) ? node.accessed : nil,
            permissions: kept.contains(.permissions) ? node.permissions : nil,
            owner: kept.isDisjoint(with: [.user, .group]) ? nil : node.owner,
            device: node.device, linkTarget: node.linkTarget, version: version(inode), linkCount: node.linkCount)
    }

    func version(_ inode: UInt64) -> Version {
        let changed = self[inode]!.changed
        return switch options.versions {
        case .inode:
            .inode(FileIdentity(device: device, inode: inode), changed: Timestamp(seconds: changed))
        case .tag: .tag("\(inode)-\(changed)")
        }
    }

    /// Where a path leads when symlinks are followed, as a path without any; nil when something is absent.
    /// Starts at `directory`, or at the store's root where the path is absolute.
    func follow(_ target: [UInt8], from directory: RelativePath) throws(MemoryFailure) -> RelativePath? {
        let dot = UInt8(ascii: ".")
        var place = target.first == RelativePath.separator ? .root : directory
        var pending = Array(target.split(separator: RelativePath.separator).reversed())
        var links = 0
        while let name = pending.popLast() {
            if name.elementsEqual([dot]) { continue }
            if name.elementsEqual([dot, dot]) {
                place = place.parent ?? .root
                continue
            }
            let next = place.appending(name: name)
            guard let inode = try find(next) else { return nil }
            guard let link = self[inode]!.linkTarget else {
                place = next
                continue
            }
            links += 1
            if links > 40 { throw MemoryFailure(.unsupported, "too many levels of symbolic links") }
            if link.first == RelativePath.separator { place = .root }
            pending += link.split(separator: RelativePath.separator).reversed()
        }
        return place
    }

    /// Checks that a node is a file which may be read and still has a version.
    func requireReadable(_ inode: UInt64, _ version: Version?) throws(MemoryFailure) {
        let node = self[inode]!
        if node.isForbidden { throw .forbidden }
        if let version, version != self.version(inode) { throw MemoryFailure(.changedDuringTransfer) }
        if node.kind != .file { throw MemoryFailure(.unsupported, "not a file") }
    }

    /// The content of one version of a file, which must reach as far as `end`.
    func content(
        at path: RelativePath, _ version: Version?, until end: Int64, for staging: MemoryStaging?
    ) throws(MemoryFailure) -> SparseBytes {
        guard let inode = try find(path) else { throw .absent }
        // What is written in place has another version with every write.
        if staging?.target != inode { try requireReadable(inode, version) }
        let content = self[inode]!.content
        if end > content.length { throw MemoryFailure(.unsupported, "beyond the end of the file") }
        return content
    }
}
