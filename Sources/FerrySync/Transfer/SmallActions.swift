internal import FerryCore
internal import FerryEndpoints

/// Everything that moves no content: metadata, symlinks, special files, hard links, and doing nothing.
struct SmallActions: Sendable {
    let context: RunContext
    let places: StagingPlaces
    let obstacles: Obstacles
    let backups: Backups

    /// Returns whether the destination has now what the source has.
    func perform(
        _ action: Action, in directory: DirectoryNode, digest: Digest? = nil
    ) throws(EndpointError) -> Bool {
        switch action.kind {
        case .setMetadata:
            tell(action, try setMetadata(action), digest)
            return true
        case .make where !canHold(action.item.entry.kind):
            context.tally.notKept(action.item.entry.kind)
            return false
        case .make: try make(action, in: directory)
        case .link: try linkReference(action, in: directory)
        default:
            if action.removesDestination { try removeSpare(action, in: directory) }
            tellSkip(action, digest)
            return action.reason.meansSame
        }
        tell(action, digest)
        return true
    }

    private func tell(_ action: Action, _ digest: Digest?) {
        var report = action.report
        report.digest = digest
        context.tally.tell(report)
    }

    private func tellSkip(_ action: Action, _ digest: Digest?) {
        switch action.reason {
        case .same, .inReferenceTree, .metadataDiffers: tell(action, digest)
        default: context.tally.tell(Problem(.note, .skipped(action.item.entry, action.reason)))
        }
    }

    /// Tells of metadata that was set. What could not be is no change.
    func tell(_ action: Action, _ notSet: MetadataFields, _ digest: Digest? = nil) {
        var report = action.report
        report.digest = digest
        report.changes.subtract(Changes(of: notSet))
        let isSet = !action.metadata.fields.isSubset(of: notSet)
        if !isSet || report.changes.isEmpty && !action.changes.isEmpty {
            (report.action, report.reason, report.changes) = (.skip, .same, [])
        }
        context.tally.tell(report)
    }

    /// Returns what could not be set.
    private func setMetadata(_ action: Action) throws(EndpointError) -> MetadataFields {
        guard !context.isDryRun else { return [] }
        let kind = action.item.entry.kind
        let notSet = try context.destination.apply(action.metadata, to: action.path, kind: kind)
        let refused = context.losses.note(
            notSet, of: action.metadata, on: kind, at: action.path, isPresent: true)
        return notSet.subtracting(refused)
    }

    private func make(_ action: Action, in directory: DirectoryNode) throws(EndpointError) {
        let entry = action.item.entry
        try obstacles.clear(action.destination, for: entry.kind)
        guard !context.isDryRun else { return }
        directory.touch()
        if let old = action.destination, !old.isDirectory { try backups.keep(old) }
        context.tally.notSet(try context.destination.create(entry, at: entry.path, metadata: action.metadata))
    }

    private func canHold(_ kind: EntryKind) -> Bool {
        kind == .symlink ? context.destination.links != nil : context.destination.specialFiles != nil
    }

    /// `--link-dest`: the unchanged file gets a further name here. `unsupported` where that cannot be.
    private func linkReference(_ action: Action, in directory: DirectoryNode) throws(EndpointError) {
        let links = try context.destination.linkRole(for: action.path)
        guard !context.isDryRun, let reference = action.reference else { return }
        directory.touch()
        try obstacles.clear(action.destination, for: action.item.entry.kind)
        // As with rsync, of a file there is no backup: the other tree has what is wanted.
        if let old = action.destination, old.kind != .file { try backups.keep(old, for: .file) }
        try links.createHardLink(
            at: action.path, to: reference.entry.path, on: places.references[reference.tree])
        // Nothing else of a file that a reference tree has too may change.
        guard let accessed = action.metadata.accessed,
            !context.planner.times.areEqual(accessed, reference.entry.accessed)
        else { return }
        let metadata = Metadata(accessed: accessed)
        let kind = action.item.entry.kind
        context.losses.note(
            try context.destination.apply(metadata, to: action.path, kind: kind), of: metadata, on: kind,
            at: action.path)
    }

    private func removeSpare(_ action: Action, in directory: DirectoryNode) throws(EndpointError) {
        guard let present = action.destination else { return }
        if !context.isDryRun { directory.touch() }
        if present.isDirectory { return try obstacles.clear(present, for: .file) }
        // As with rsync, of a file there is no backup: another tree has what is wanted in its place.
        if context.isDryRun { return }
        if present.kind != .file, try backups.take(present) { return }
        try context.destination.remove(present.path, kind: present.kind)
    }

    /// Makes a further name of a file lead to `path`, whose entry is `leader` now (nil in a dry run that would make it).
    /// `unsupported` where that cannot be; the name has what it had, then.
    ///
    /// - Parameter isSame: What has the name passes for the same. Where nobody tells which names are links, it may be one
    ///   already: then a backup of it would take the place of a real one.
    func link(
        _ member: LinkGroup.Member, to path: RelativePath, now leader: Entry?, isSame: Bool, _ digest: Digest? = nil
    ) throws(EndpointError) {
        let item = member.item
        let present = member.destination
        if let identity = leader?.version?.identity, identity == present?.version?.identity {
            var report = ItemReport(
                action: .link, entry: item.entry, linkedTo: .root, reason: .hardLink, source: item.source)
            report.digest = digest
            return context.tally.tell(report)
        }
        if context.options.comparison.onlyExisting && present == nil { return }
        if !context.isDryRun {
            member.directory.touch()
            try obstacles.clear(present, for: item.entry.kind)
            if let present, !isSame || present.version?.identity != nil { try backups.keep(present, losesName: true) }
            try context.removeOldCheckFiles(beside: item, replacing: present)
            let links = try context.destination.linkRole(for: item.entry.path)
            try links.createHardLink(at: item.entry.path, to: path, on: nil)
        }
        var report = report(member, linkedTo: path)
        report.digest = digest
        context.tally.tell(report)
    }

    /// As with rsync, what has the name is compared with the file even if it is none.
    private func report(_ member: LinkGroup.Member, linkedTo path: RelativePath) -> ItemReport {
        let entry = member.item.entry
        guard let present = member.destination, !member.isMissing(asLinkTo: entry.kind, inDryRun: context.isDryRun)
        else {
            return ItemReport(
                action: .link, entry: entry, isNew: true, linkedTo: path, reason: .hardLink, source: member.item.source)
        }
        let wanted = context.planner.wanted.metadata(for: entry.attributes, existing: present.attributes)
        var changes = context.planner.differences.changes(
            from: present.attributes, to: entry.attributes, metadata: wanted, isReplaced: true)
        // Those of symlinks count here, although none are set.
        if entry.kind == .symlink, context.options.metadata.permissions, present.permissions != entry.permissions {
            changes.insert(.permissions)
        }
        return ItemReport(
            action: .link, entry: entry, changes: changes, linkedTo: path, reason: .hardLink, source: member.item.source
        )
    }
}

extension LinkGroup.Member {
    /// rsync removes what is in the way of a file's first name before it sends the content under another name; what is in
    /// the way of further names it finds, and compares.
    fileprivate func isMissing(asLinkTo kind: EntryKind, inDryRun: Bool) -> Bool {
        isFirst && !inDryRun && kind == .file && destination?.kind != .file
    }
}
