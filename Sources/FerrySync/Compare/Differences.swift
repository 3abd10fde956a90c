public import FerryCore

/// In which respects a destination's entry is not what is wanted.
public struct Differences: Sendable {
    let times: TimeComparison
    let wanted: WantedMetadata
    let options: MetadataOptions

    public init(times: TimeComparison, wanted: WantedMetadata, options: MetadataOptions) {
        self.times = times
        self.wanted = wanted
        self.options = options
    }

    /// Compares size and metadata, not content. `isReplaced` says that content will be sent, so that a time which is
    /// not carried over becomes the transfer's.
    public func changes(
        from present: Attributes, to source: Attributes, metadata: Metadata, isReplaced: Bool
    ) -> Changes {
        var changes = Changes()
        if source.kind == .file && present.size != source.size { changes.insert(.size) }
        if wanted.keepsTime(of: source.kind) {
            if !times.areEqual(source, present) { changes.insert(.modified) }
        } else if isReplaced {
            // As with rsync, which calls the times of links that it leaves out its own.
            let isOmitted = options.times && options.omitsLinkTimes && source.kind == .symlink
            changes.insert(isOmitted ? .modified : .modifiedToNow)
        }
        if let accessed = metadata.accessed, !times.areEqual(accessed, present.accessed) { changes.insert(.accessed) }
        if permissionsDiffer(metadata.permissions, present.permissions) { changes.insert(.permissions) }
        if let user = metadata.user, user != present.owner?.user { changes.insert(.owner) }
        if let group = metadata.group, group != present.owner?.group { changes.insert(.group) }
        return changes
    }

    private func permissionsDiffer(_ wanted: UInt16?, _ present: UInt16?) -> Bool {
        guard let wanted, let present else { return wanted != nil && options.permissions }
        if options.permissions { return wanted != present }
        return options.executability && (wanted & 0o111 == 0) != (present & 0o111 == 0)
    }
}

extension Metadata {
    /// The part that has to be set to bring these changes about. A change of owner clears the set-user-ID bits, so
    /// the permissions are set again after it.
    func reduced(to changes: Changes, permissions bits: UInt16?) -> Metadata {
        var reduced = Metadata()
        if changes.contains(.modified) { reduced.modified = modified }
        if changes.contains(.accessed) { reduced.accessed = accessed }
        if changes.contains(.owner) { reduced.user = user }
        if changes.contains(.group) { reduced.group = group }
        if changes.contains(.permissions) { reduced.permissions = permissions }
        if reduced.user != nil || reduced.group != nil { reduced.permissions = permissions ?? bits }
        return reduced
    }
}
