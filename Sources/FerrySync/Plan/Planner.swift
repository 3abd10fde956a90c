public import FerryCore
public import FerryEndpoints
public import FerryState

/// Decides what is to be done about one name. A pure function of the two entries, the destination's capabilities and
/// the options; nothing is looked at, nothing is changed.
public final class Planner: Sendable {
    public let options: SyncOptions
    let times: TimeComparison
    let wanted: WantedMetadata
    let differences: Differences
    /// Directories cannot be made at the destination; they are there while something is in them.
    let hasOnlySimulatedDirectories: Bool
    /// Nobody but the super-user may make any, who may give files away, too.
    let makesDevices: Bool
    /// Whose listings tell no metadata of files.
    private let leanSides: Set<Side>
    /// Whether files at the destination can have the times that they are to have.
    let keepsTimes: Bool
    /// Times that were set in vain before: new entries are to have them all the same, existing ones are left alone.
    private let vainTimes: VainTimes
    /// Both sides can be read at the cost of a local read.
    private let comparesCheaply: Bool
    /// How finely the destination keeps the times that it is given.
    private let precision: TimePrecision

    public init(
        options: SyncOptions, source: Capabilities, destination: Capabilities, vainTimes: VainTimes = [],
        vainOwners: VainOwners = VainOwners()
    ) {
        self.options = options
        times = TimeComparison(
            window: options.comparison.modifyWindow,
            precision: source.timePrecision.coarser(destination.timePrecision))
        wanted = WantedMetadata(
            options: options.metadata, kept: destination.metadataKept, directories: destination.directories,
            keepsDirectoryTimes: destination.keepsDirectoryTimes, settableGroups: destination.settableGroups,
            givingAway: destination.givingAway, vainOwners: vainOwners)
        keepsTimes = destination.metadataKept.contains(.modified) && !vainTimes.contains(.files)
        self.vainTimes = vainTimes
        precision = destination.timePrecision
        comparesCheaply = source.cheapLookups && destination.cheapLookups
        hasOnlySimulatedDirectories = destination.directories == .simulated
        makesDevices = destination.metadataKept.contains(.user) || !destination.refusesOthersOnly
        leanSides = Set((source.listsMetadata ? [] : [.source]) + (destination.listsMetadata ? [] : [.destination]))
        differences = Differences(times: times, wanted: wanted, options: options.metadata)
    }

    public enum Side: Sendable {
        case source, destination
    }

    /// Whether only a look tells times of a side's files.
    func listsTagsOnly(_ side: Side) -> Bool { leanSides.contains(side) }

    /// Whether only a listing knows this file, and it told no metadata.
    func isLean(_ entry: Attributes, _ side: Side) -> Bool {
        entry.modified == nil && entry.kind == .file && leanSides.contains(side)
    }

    func isLean(_ source: Attributes, _ present: Attributes) -> Bool {
        isLean(source, .source) || isLean(present, .destination)
    }

    public enum Decision: Sendable {
        case action(Action)
        /// The two files must be compared by content first; then ask again.
        case compareContent
    }

    /// `contentIsEqual` is the outcome of a comparison that an earlier answer asked for; `remembered` says what both
    /// entries are to those of the last run.
    public func decide(
        _ item: SourceItem, destination: Entry?, reference: ReferenceMatch? = nil, contentIsEqual: Bool? = nil,
        remembered: DirectoryRecords.Verdict = .unknown
    ) -> Decision {
        if options.comparison.keepsNewer, contentIsEqual == nil, let destination,
            isLean(item.entry.attributes, destination.attributes)
        {
            return .compareContent
        }
        if let skipped = exclusion(of: item.entry, at: destination) {
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

    /// Whether nothing is to be done about a file, nor to be told: what `decide` answers with a skip without changes. Nil
    /// when the two files must be compared by content first.
    public func isUnchanged(
        _ source: Attributes, _ present: Attributes, contentIsEqual: Bool? = nil,
        remembered: DirectoryRecords.Verdict = .unknown
    ) -> Bool? {
        guard source.kind == .file, present.kind == .file, !isLean(source, present),
            presenceExclusion(of: source, at: present) == nil,
            fileExclusion(of: source, at: present) == nil
        else { return false }
        let (changes, reduced) = outstanding(
            wanted.metadata(for: source, existing: present), of: source, at: present)
        guard changes.isEmpty, reduced.isEmpty else { return false }
        switch contentVerdict(source, present, contentIsEqual: contentIsEqual, remembered) {
        case .same: return true
        case .differs: return false
        case .unknown: return nil
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
            let metadata = wanted.metadata(for: item.entry.attributes, existing: nil)
            return .action(
                planReferenced(item, destination: destination, reference: reference, metadata: metadata))
        }
        let metadata = wanted.metadata(for: item.entry.attributes, existing: present.attributes)
        let verdict = contentVerdict(
            item.entry.attributes, present.attributes, contentIsEqual: contentIsEqual, remembered)
        switch verdict {
        case .unknown: return .compareContent
        case .same:
            return .action(planMetadata(item, present: present, metadata: metadata))
        case .differs where options.writing.isAppending && present.size >= item.entry.size:
            return .action(Action(.skip, item, destination: present, reason: .notShorter))
        case .differs(let reason):
            var changes = differences.changes(
                from: present.attributes, to: item.entry.attributes, metadata: metadata, isReplaced: true)
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
        _ source: Attributes, _ present: Attributes, contentIsEqual: Bool?,
        _ remembered: DirectoryRecords.Verdict = .unknown
    ) -> Verdict {
        let comparison = options.comparison
        if present.size != source.size { return .differs(.sizeDiffers) }
        if comparison.content {
            guard let contentIsEqual else { return .unknown }
            return contentIsEqual ? .same : .differs(.contentDiffers)
        }
        if comparison.sizeOnly { return .same }
        if comparison.ignoresTimes { return .differs(.forced) }
        if let contentIsEqual {
            return contentIsEqual ? .same : .differs(remembered == .differs ? .changedSinceLastRun : .contentDiffers)
        }
        return verdictByTimes(source, present, remembered)
    }

    private func verdictByTimes(
        _ source: Attributes, _ present: Attributes, _ remembered: DirectoryRecords.Verdict
    ) -> Verdict {
        let isLean = isLean(source, present)
        if isLean || times.precision == .none {
            switch remembered {
            case .holds: return .same
            case .differs: return isLean ? .unknown : .differs(.changedSinceLastRun)
            case .unknown: return isLean ? .unknown : .differs(.timeDiffers)
            }
        }
        guard times.areEqual(source, present) else {
            return !keepsTimes && remembered == .holds ? .same : .differs(.timeDiffers)
        }
        guard remembered == .differs else { return .same }
        return comparesCheaply ? .unknown : .differs(.changedSinceLastRun)
    }

    /// How well an entry of a reference tree would do in the item's place; nil when that takes a comparison of content.
    /// Nothing that spares entries of the destination counts here.
    public func fit(
        of entry: Entry, for item: SourceItem, contentIsEqual: Bool? = nil
    ) -> ReferenceMatch.Level? {
        if entry.kind == .file {
            switch contentVerdict(item.entry.attributes, entry.attributes, contentIsEqual: contentIsEqual) {
            case .unknown: return nil
            case .differs: return .exists
            case .same: break
            }
        } else if entry.linkTarget != item.entry.linkTarget || entry.device != item.entry.device {
            return .exists
        }
        let metadata = wanted.metadata(for: item.entry.attributes, existing: entry.attributes)
        let changes = differences.changes(
            from: entry.attributes, to: item.entry.attributes, metadata: metadata, isReplaced: false)
        // As with rsync, reading a file makes it no other one.
        return changes.subtracting(.accessed).isEmpty ? .identical : .sameContent
    }

    private func planMissingFile(_ item: SourceItem, destination: Entry?, reference: ReferenceMatch?) -> Action {
        if let reference, reference.level >= .sameContent {
            return planReferenced(
                item, destination: destination, reference: reference,
                metadata: wanted.metadata(for: item.entry.attributes, existing: nil))
        }
        // As with rsync, another file of a reference tree stands for the old one, whose permissions stay.
        let metadata = wanted.metadata(for: item.entry.attributes, existing: reference?.entry.attributes)
        let changes = reference.map {
            differences.changes(
                from: $0.entry.attributes, to: item.entry.attributes, metadata: metadata, isReplaced: true
            )
            .union(options.comparison.content ? .content : [])
        }
        return Action(
            .create, item, destination: destination, changes: changes ?? [], isNew: reference == nil,
            reason: destination == nil ? .missing : .kindDiffers, metadata: metadata)
    }

    /// An unchanged file in a reference tree stands in for the transfer.
    func planReferenced(
        _ item: SourceItem, destination: Entry?, reference: ReferenceMatch, metadata: Metadata
    ) -> Action {
        let kind: ActionKind
        switch (reference.use, reference.level) {
        case (.compare, .identical): kind = .skip
        case (.link, .identical): kind = .link
        default: kind = item.entry.kind == .file ? .create : .make
        }
        var changes = differences.changes(
            from: reference.entry.attributes, to: item.entry.attributes, metadata: metadata, isReplaced: kind == .create
        )
        if kind == .link { changes.remove(.accessed) }
        return Action(
            kind, item, destination: destination, changes: changes, reason: .inReferenceTree, metadata: metadata,
            reference: reference)
    }

    /// What takes the place of a link to the file of a reference tree, where none can be made.
    func copying(_ action: Action) -> Action {
        guard let reference = action.reference else { return action }
        return planReferenced(
            action.item, destination: action.destination, reference: reference.copied, metadata: action.metadata)
    }

    /// The content is as it should be; perhaps the metadata is not.
    func planMetadata(_ item: SourceItem, present: Entry, metadata: Metadata) -> Action {
        // Nobody has looked: equal content is all that is known, and enough.
        if isLean(item.entry.attributes, present.attributes) {
            return Action(.skip, item, destination: present, reason: .same)
        }
        let (changes, reduced) = outstanding(metadata, of: item.entry.attributes, at: present.attributes)
        return Action(
            reduced.isEmpty ? .skip : .setMetadata, item, destination: present, changes: changes,
            reason: changes.isEmpty ? .same : .metadataDiffers, metadata: reduced)
    }

    /// Whether an entry would have no other time afterwards, as far as anybody can tell.
    private func isVain(settingTimeOf kind: EntryKind, at present: Attributes) -> Bool {
        switch kind {
        case .directory: vainTimes.contains(.directories) || present.modified == nil
        case .symlink: false
        default: !vainTimes.isDisjoint(with: [.files, .presentFiles])
        }
    }

    /// What of the wanted metadata an entry with the right content lacks.
    private func outstanding(
        _ metadata: Metadata, of source: Attributes, at present: Attributes
    ) -> (Changes, Metadata) {
        var changes = differences.changes(from: present, to: source, metadata: metadata, isReplaced: false)
        let isVain = isVain(settingTimeOf: source.kind, at: present)
        if isVain { changes.remove(.modified) }
        var reduced = metadata.reduced(to: changes, permissions: present.permissions)
        // Whole seconds passed for equal, but a comparison by content leaves nothing else to be told: mend the rest, of files as
        // rsync, as far as the destination keeps it.
        if options.comparison.content, source.kind == .file, keepsTimes, !isVain,
            metadata.modified?.truncated(to: precision) != present.modified?.truncated(to: precision)
        {
            reduced.modified = metadata.modified
        }
        // Comparing by content has read the file, which may have moved its access time.
        if options.comparison.content, source.kind == .file { reduced.accessed = metadata.accessed }
        return (changes, reduced)
    }
}
