internal import FerryCore

/// Links, devices, FIFOs and sockets.
extension Planner {
    func planSpecial(_ item: SourceItem, destination: Entry?, reference: ReferenceMatch?) -> Action {
        let entry = item.entry
        guard let present = destination, present.kind.isAlike(entry.kind) else {
            return planMissingSpecial(item, destination: destination, reference: reference)
        }
        let metadata = wanted.metadata(for: entry.attributes, existing: present.attributes)
        let isSame =
            present.kind == entry.kind && present.linkTarget == entry.linkTarget && present.device == entry.device
        if isSame {
            return planMetadata(item, present: present, metadata: metadata)
        }
        var changes = differences.changes(
            from: present.attributes, to: entry.attributes, metadata: metadata, isReplaced: true)
        changes.insert(.content)
        return Action(
            .make, item, destination: present, changes: changes,
            reason: entry.kind == .symlink ? .targetDiffers : .deviceDiffers, metadata: metadata)
    }

    private func planMissingSpecial(_ item: SourceItem, destination: Entry?, reference: ReferenceMatch?) -> Action {
        // rsync, too, gives a node the permissions of what stood there, whatever it was, unless they are carried over.
        let replaced = destination?.isDirectory == false ? destination : nil
        let metadata = wanted.metadata(for: item.entry.attributes, existing: replaced?.attributes)
        if destination == nil, let reference {
            if reference.level == .identical {
                return planReferenced(item, destination: nil, reference: reference, metadata: metadata)
            }
            let changes = differences.changes(
                from: reference.entry.attributes, to: item.entry.attributes, metadata: metadata, isReplaced: true)
            return Action(
                .make, item, destination: nil, changes: changes.union(.content), reason: .missing, metadata: metadata)
        }
        return Action(
            .make, item, destination: destination, isNew: true,
            reason: destination == nil ? .missing : .kindDiffers, metadata: metadata)
    }
}

extension EntryKind {
    /// Whether rsync takes one for another version of the other, not for something else of that name: both devices, or
    /// both specials.
    fileprivate func isAlike(_ other: EntryKind) -> Bool {
        self == other || (isDevice && other.isDevice) || (isSpecial && other.isSpecial)
    }
}
