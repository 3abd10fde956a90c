public import FerryCore

/// Directories: what is to be done about them never depends on content.
extension Planner {
    /// What is to be done about a directory; never depends on content. `ignoringExclusion` is for a directory that the
    /// run itself made beforehand.
    public func planDirectory(
        _ item: SourceItem, destination: Entry?, reference: ReferenceMatch?, ignoringExclusion: Bool = false
    ) -> Action {
        if !ignoringExclusion, let reason = exclusion(of: item.entry, at: destination) {
            return Action(.skip, item, destination: destination, reason: reason)
        }
        return directoryAction(item, destination: destination, reference: reference)
    }

    func directoryAction(_ item: SourceItem, destination: Entry?, reference: ReferenceMatch?) -> Action {
        if hasOnlySimulatedDirectories, destination?.isDirectory ?? true {
            return Action(.skip, item, destination: destination, reason: .same)
        }
        if let present = destination, present.isDirectory {
            return planMetadata(
                item, present: present,
                metadata: wanted.metadata(for: item.entry.attributes, existing: present.attributes))
        }
        let metadata = wanted.metadata(for: item.entry.attributes, existing: nil)
        if let reference {
            var changes = differences.changes(
                from: reference.entry.attributes, to: item.entry.attributes, metadata: metadata, isReplaced: false)
            // As with rsync, whose --omit-dir-times leaves times out and compares them all the same.
            let areOmitted = options.metadata.times && options.metadata.omitsDirectoryTimes
            if areOmitted, !times.areEqual(reference.entry.attributes, item.entry.attributes) {
                changes.insert(.modified)
            }
            if !changes.isEmpty, !wanted.keepsTime(of: .directory) {
                changes.insert(areOmitted ? .modified : .modifiedToNow)
            }
            return Action(
                .make, item, destination: destination, changes: changes, reason: .inReferenceTree, metadata: metadata,
                reference: reference)
        }
        return Action(
            .make, item, destination: destination, isNew: true,
            reason: destination == nil ? .missing : .kindDiffers, metadata: metadata)
    }
}
