package import FerryCore
package import FerryEndpoints
package import FerryState

/// Decides what is to be done about one name. A pure function of the two entries, the destination's capabilities and
/// the options; nothing is looked at, nothing is changed.
package final class Planner: Sendable {
    package let options: SyncOptions
    let times: TimeComparison
    let wanted: WantedMetadata
    let differences: Differences
    /// Directories cannot be made at the destination; they are there while something is in them.
    private let hasOnlySimulatedDirectories: Bool
    /// Whose listings tell no metadata of files.
    private let leanSides: Set<Side>
    /// Both sides can be read at the cost of a local read.
    private let comparesCheaply: Bool

    package init(options: SyncOptions, source: Capabilities, destination: Capabilities) {
        self.options = options
        times = TimeComparison(
            window: options.comparison.modifyWindow,
            precision: source.timePrecision.coarser(destination.timePrecision))
        wanted = WantedMetadata(
            options: options.metadata, kept: destination.metadataKept, directories: destination.directories)
        comparesCheaply = source.cheapLookups && destination.cheapLookups
        hasOnlySimulatedDirectories = destination.directories == .simulated
        leanSides = Set((source.listsMetadata ? [] : [.source]) + (destination.listsMetadata ? [] : [.destination]))
        differences = Differences(times: times, wanted: wanted, options: options.metadata)
    }

    package enum Side: Sendable {
        case source, destination
    }

    /// Whether only a listing knows this file, and it told no metadata.
    func isLean(_ entry: Entry, _ side: Side) -> Bool {
        entry.modified == nil && entry.kind == .file && leanSides.contains(side)
    }

    func isLean(_ source: Entry, _ present: Entry) -> Bool {
        isLean(source, .source) || isLean(present, .destination)
    }

    package enum Decision: Sendable {
        case action(Action)
        /// The two files must be compared by content first; then ask again.
        case compareContent
    }

    /// `contentIsEqual` is the outcome of a comparison that an earlier answer asked for; `remembered` says what both
    /// entries are to those of the last run.
    package func decide(
        _ item: SourceItem, destination: Entry?, reference: ReferenceMatch? = nil, contentIsEqual: Bool? = nil,
        remembered: DirectoryRecords.Verdict = .unknown
    ) -> Decision {
        if options.comparison.keepsNewer, contentIsEqual == nil, let destination, isLean(item.entry, destination) {
            return .compareContent
        }
        if let skipped = exclusion(item, destination: destination) {
            return .action(Action(.skip, item, destination: destination, reason: skipped))
        }
        switch item.entry.kind {
        case .file:
            return decideFile(
                item, destination: destination, reference: reference, contentIsEqual: contentIsEqual, remembered)
        case .directory: return .action(directoryAction(item, destination: destination, reference: reference))
        default: return .action(planSpecial(item, destination: destination, reference: reference))
        }
    }

    // MARK: Leaving alone

    /// Why an option wants the name left alone, in the order in which rsync looks at them.
    private func exclusion(_ item: SourceItem, destination: Entry?) -> Reason? {
        let entry = item.entry
        let comparison = options.comparison
        if comparison.onlyExisting && destination == nil { return .doesNotExist }
        if let destination, comparison.ignoresExisting, !(entry.isDirectory && destination.isDirectory) {
            return .existsAlready
        }
        if let reason = kindExclusion(entry) { return reason }
        guard entry.kind == .file else { return nil }
        if let largest = options.selection.maximumSize, entry.size > largest { return .tooLarge }
        if let smallest = options.selection.minimumSize, entry.size < smallest { return .tooSmall }
        if comparison.keepsNewer, let destination, destination.kind == .file,
            times.isNewer(destination.modified, than: entry.modified)
        {
            return .newerAtDestination
        }
        return nil
    }

    private func kindExclusion(_ entry: Entry) -> Reason? {
        switch entry.kind {
        case .symlink:
            guard options.selection.links.keep else { return .notRegular }
            return options.selection.links.omitUnsafe && entry.isUnsafeLink ? .unsafeLink : nil
        case .characterDevice, .blockDevice: return options.selection.devices ? nil : .notRegular
        case .fifo, .socket: return options.selection.specials ? nil : .notRegular
        default: return nil
        }
    }

    // MARK: Files

    private func decideFile(
        _ item: SourceItem, destination: Entry?, reference: ReferenceMatch?, contentIsEqual: Bool?,
        _ remembered: DirectoryRecords.Verdict
    ) -> Decision {
        guard let present = destination, present.kind == .file else {
            return .action(planMissingFile(item, destination: destination, reference: reference))
        }
        if let reference, reference.replacesExisting {
            let metadata = wanted.metadata(for: item.entry, existing: nil)
            return .action(
                planReferenced(item, destination: destination, reference: reference, metadata: metadata))
        }
        let metadata = wanted.metadata(for: item.entry, existing: present)
        switch contentVerdict(item.entry, present, contentIsEqual: contentIsEqual, remembered) {
        case .unknown: return .compareContent
        case .same:
            return .action(planMetadata(item, present: present, metadata: metadata))
        case .differs where options.writing.isAppending && present.size >= item.entry.size:
            return .action(Action(.skip, item, destination: present, reason: .notShorter))
        case .differs(let reason):
            var changes = differences.changes(from: present, to: item.entry, metadata: metadata, isReplaced: true)
            if options.comparison.content || reason == .contentDiffers { changes.insert(.content) }
            return .action(
                Action(.update, item, destination: present, changes: changes, reason: reason, metadata: metadata))
        }
    }

    private enum Verdict {
        case same, unknown
        case differs(Reason)
    }

    private func contentVerdict(
        _ source: Entry, _ present: Entry, contentIsEqual: Bool?, _ remembered: DirectoryRecords.Verdict = .unknown
    ) -> Verdict {
        let comparison = options.comparison
        if present.size != source.size { return .differs(.sizeDiffers) }
        if comparison.content {
            guard let contentIsEqual else { return .unknown }
            return contentIsEqual ? .same : .differs(.contentDiffers)
        }
        if comparison.sizeOnly { return .same }
        if comparison.ignoresTimes { return .differs(.forced) }
        if let contentIsEqual { return contentIsEqual ? .same : .differs(.contentDiffers) }
        return verdictByTimes(source, present, remembered)
    }

    private func verdictByTimes(
        _ source: Entry, _ present: Entry, _ remembered: DirectoryRecords.Verdict
    ) -> Verdict {
        let isLean = isLean(source, present)
        if isLean || times.precision == .none {
            switch remembered {
            case .holds: return .same
            case .differs: return .differs(.changedSinceLastRun)
            case .unknown: return isLean ? .unknown : .differs(.timeDiffers)
            }
        }
        guard times.areEqual(source.modified, present.modified) else { return .differs(.timeDiffers) }
        guard remembered == .differs else { return .same }
        return comparesCheaply ? .unknown : .differs(.changedSinceLastRun)
    }

    /// How well an entry of a reference tree would do in the item's place; nil when that takes a comparison of content.
    /// Nothing that spares entries of the destination counts here.
    package func fit(
        of entry: Entry, for item: SourceItem, contentIsEqual: Bool? = nil
    ) -> ReferenceMatch.Level? {
        if entry.kind == .file {
            switch contentVerdict(item.entry, entry, contentIsEqual: contentIsEqual) {
            case .unknown: return nil
            case .differs: return .exists
            case .same: break
            }
        } else if entry.linkTarget != item.entry.linkTarget || entry.device != item.entry.device {
            return .exists
        }
        let metadata = wanted.metadata(for: item.entry, existing: entry)
        let changes = differences.changes(from: entry, to: item.entry, metadata: metadata, isReplaced: false)
        return changes.isEmpty ? .identical : .sameContent
    }

    private func planMissingFile(_ item: SourceItem, destination: Entry?, reference: ReferenceMatch?) -> Action {
        let metadata = wanted.metadata(for: item.entry, existing: nil)
        if let reference, reference.level >= .sameContent {
            return planReferenced(item, destination: destination, reference: reference, metadata: metadata)
        }
        let changes = reference.map {
            differences.changes(from: $0.entry, to: item.entry, metadata: metadata, isReplaced: true)
                .union(options.comparison.content ? .content : [])
        }
        return Action(
            .create, item, destination: destination, changes: changes ?? [], isNew: reference == nil,
            reason: destination == nil ? .missing : .kindDiffers, metadata: metadata)
    }

    /// An unchanged file in a reference tree stands in for the transfer.
    private func planReferenced(
        _ item: SourceItem, destination: Entry?, reference: ReferenceMatch, metadata: Metadata
    ) -> Action {
        let kind: ActionKind
        switch (reference.use, reference.level) {
        case (.compare, .identical): kind = .skip
        case (.link, .identical): kind = .link
        default: kind = item.entry.kind == .file ? .create : .make
        }
        let changes = differences.changes(
            from: reference.entry, to: item.entry, metadata: metadata, isReplaced: kind == .create)
        return Action(
            kind, item, destination: destination, changes: changes, reason: .inReferenceTree, metadata: metadata,
            reference: reference)
    }

    /// The content is as it should be; perhaps the metadata is not.
    private func planMetadata(_ item: SourceItem, present: Entry, metadata: Metadata) -> Action {
        // Nobody has looked: equal content is all that is known, and enough.
        if isLean(item.entry, present) { return Action(.skip, item, destination: present, reason: .same) }
        let changes = differences.changes(from: present, to: item.entry, metadata: metadata, isReplaced: false)
        var reduced = metadata.reduced(to: changes, permissions: present.permissions)
        // Whole seconds passed for equal, but a comparison by content leaves nothing else to be told: mend the rest.
        if options.comparison.content, metadata.modified != present.modified { reduced.modified = metadata.modified }
        return Action(
            reduced.isEmpty ? .skip : .setMetadata, item, destination: present, changes: changes,
            reason: changes.isEmpty ? .same : .metadataDiffers, metadata: reduced)
    }

    // MARK: Directories

    /// What is to be done about a directory; never depends on content. `ignoringExclusion` is for a directory that the
    /// run itself made beforehand.
    package func planDirectory(
        _ item: SourceItem, destination: Entry?, reference: ReferenceMatch?, ignoringExclusion: Bool = false
    ) -> Action {
        if !ignoringExclusion, let reason = exclusion(item, destination: destination) {
            return Action(.skip, item, destination: destination, reason: reason)
        }
        return directoryAction(item, destination: destination, reference: reference)
    }

    private func directoryAction(_ item: SourceItem, destination: Entry?, reference: ReferenceMatch?) -> Action {
        if hasOnlySimulatedDirectories, destination?.isDirectory ?? true {
            return Action(.skip, item, destination: destination, reason: .same)
        }
        if let present = destination, present.isDirectory {
            return planMetadata(item, present: present, metadata: wanted.metadata(for: item.entry, existing: present))
        }
        let metadata = wanted.metadata(for: item.entry, existing: nil)
        if let reference {
            let changes = differences.changes(
                from: reference.entry, to: item.entry, metadata: metadata, isReplaced: false)
            return Action(
                .make, item, destination: destination, changes: changes, reason: .inReferenceTree, metadata: metadata,
                reference: reference)
        }
        return Action(
            .make, item, destination: destination, isNew: true,
            reason: destination == nil ? .missing : .kindDiffers, metadata: metadata)
    }

    // MARK: Links and special files

    private func planSpecial(_ item: SourceItem, destination: Entry?, reference: ReferenceMatch?) -> Action {
        let entry = item.entry
        guard let present = destination, present.kind == entry.kind else {
            return planMissingSpecial(item, destination: destination, reference: reference)
        }
        let metadata = wanted.metadata(for: entry, existing: present)
        if present.linkTarget == entry.linkTarget && present.device == entry.device {
            return planMetadata(item, present: present, metadata: metadata)
        }
        var changes = differences.changes(from: present, to: entry, metadata: metadata, isReplaced: true)
        changes.insert(.content)
        return Action(
            .make, item, destination: present, changes: changes,
            reason: entry.kind == .symlink ? .targetDiffers : .deviceDiffers, metadata: metadata)
    }

    private func planMissingSpecial(_ item: SourceItem, destination: Entry?, reference: ReferenceMatch?) -> Action {
        // rsync, too, gives a node the permissions of what stood there, whatever it was, unless they are carried over.
        let replaced = destination?.isDirectory == false ? destination : nil
        let metadata = wanted.metadata(for: item.entry, existing: replaced)
        if destination == nil, let reference {
            if reference.level == .identical {
                return planReferenced(item, destination: nil, reference: reference, metadata: metadata)
            }
            let changes = differences.changes(
                from: reference.entry, to: item.entry, metadata: metadata, isReplaced: true)
            return Action(
                .make, item, destination: nil, changes: changes.union(.content), reason: .missing, metadata: metadata)
        }
        return Action(
            .make, item, destination: destination, isNew: true,
            reason: destination == nil ? .missing : .kindDiffers, metadata: metadata)
    }
}
