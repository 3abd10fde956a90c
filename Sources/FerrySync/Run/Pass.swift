internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// One walk over the pairs of both trees. Makes directories as it comes to them, hands files to the transfer threads,
/// and deletes what is extraneous, as far as the run's kind of deletion wants it.
final class Pass {
    enum Deletion {
        case none, atOnce, spooled
        /// Nothing else is done (`--delete-before`).
        case only
    }

    let deleter: Deleter
    let absent: AbsentNames
    let backups: Backups
    let obstacles: Obstacles
    /// Something of the sources is unknown.
    private(set) var scanFailed = false

    private let context: RunContext
    private let deletion: Deletion
    private let places: StagingPlaces
    private let late: LateWork
    private let references: ReferenceTrees?
    private let pools: TransferPools
    private let descent: Descent
    private let directories: DirectoryMaking
    /// Where the walk does not wait for directories that it makes.
    private let newDirectories: (any DirectoryMakers)?
    /// Makes directories in groups, and readies those that are there; nil where calls are no round trips.
    private let pipeline: DirectoryPipeline?
    private let extraneous: ExtraneousEntries
    private var overlap: Overlap
    private var foldedNames: FoldedNames?
    private var companions: CompanionFiles
    /// Nil where nothing waits for the names of check files.
    private var awaited: AwaitedCheckFiles?
    private var links: HardLinkGroups
    /// This run made the destination itself: for reports it counts as missing.
    private let rootIsNew: Bool

    init(context: RunContext, places: StagingPlaces, late: LateWork, deletion: Deletion, rootIsNew: Bool = false) {
        self.context = context
        self.places = places
        self.late = late
        self.deletion = deletion
        self.rootIsNew = rootIsNew
        links = HardLinkGroups(context.options.selection.links)
        backups = Backups(context: context, places: places)
        obstacles = Obstacles(context: context, backups: backups)
        directories = DirectoryMaking(context: context, obstacles: obstacles, places: places)
        let grouped = context.isDryRun ? nil : context.destination.groupedCalls
        pipeline = grouped.map { DirectoryPipeline(context, $0) }
        newDirectories = pipeline ?? NewDirectories.pool(context, directories)
        absent = AbsentNames(context: context)
        deleter = Deleter(context: context, backups: backups, late: late, isDelayed: deletion != .atOnce)
        references = places.references.isEmpty ? nil : ReferenceTrees(context: context, trees: places.references)
        pools = TransferPools(context, places: places, late: late)
        overlap = Overlap(context: context)
        foldedNames = context.destination.capabilities.isCaseSensitive ? nil : FoldedNames()
        companions = CompanionFiles(checkFiles: context.deliveries?.checkFiles, written: context.writtenCheckFiles)
        awaited = AwaitedCheckFiles(context)
        descent = Descent(context: context, deleter: deleter, deletes: deletion != .none)
        extraneous = ExtraneousEntries(
            context: context, descent: descent, deleter: deleter, overlap: overlap,
            checkFiles: CheckFileProtection(context))
    }

    /// Returns when every transfer is done. Throws when the scan could not go on; what was begun is finished first.
    func run(_ pairs: any PairStream) throws(EndpointError) {
        // Only a walk that has come to its end tells which directories are empty.
        var isComplete = false
        defer {
            if !isComplete { descent.foundContent() }
            end(isComplete: isComplete)
        }
        while !context.job.cancellation.isCancelled, let item = try pairs.next() {
            switch item {
            case .pair(let pair): handle(pair)
            case .sourceFailure(let error, _, _): scanFailed(error)
            case .destinationFailure(let error, let path):
                if deletion != .only { context.tally.fail(error) }
                if let path { dispatch(awaited?.giveUp(at: path)) }
            case .omitted(let entry, let reason):
                if deletion != .only { context.tally.tell(Problem(.warning, .skipped(entry, reason))) }
            case .absent(let path): absent.add(path)
            }
        }
        isComplete = !context.job.cancellation.isCancelled
    }

    private func end(isComplete: Bool) {
        if deletion != .only { context.tally.scanEnded() }
        dispatch(awaited?.finish(isComplete: isComplete))
        for group in links.drain() { submit(group) }
        descent.leave(for: nil)
        newDirectories?.finish()
        pipeline?.finish()
        pools.finish()
        context.finished.flush()
    }

    private func scanFailed(_ error: EndpointError) {
        descent.foundContent()
        let isKnown = context.hidden.holdAll(of: error, deletesAtOnce: deletion == .atOnce)
        if !isKnown, error.code != .notFound || error.operation == .list { scanFailed = true }
        if deletion != .only { context.tally.fail(scanning: error) }
    }

    private func handle(_ pair: Pair) {
        dispatch(awaited?.advance(to: pair))
        if let present = pair.destination, countsDestination { deleter.countSeen(of: present) }
        guard let item = pair.source else {
            if let present = pair.destination, deletesNow {
                extraneous.handle(present, isCompanion: companions.contains(present))
            }
            return
        }
        if item.entry.kind == .file { companions.add(item.entry) }
        descent.leave(for: item.entry.path)
        descent.foundContent()
        if case .absent = descent.top.node.role { return }
        do throws(EndpointError) {
            try requireName(of: item.entry)
            if deletion != .only { try context.requireClaim(ofUnread: item) }
            try makeMissingParents(of: item.entry.path)
            if item.entry.isDirectory {
                try handleDirectory(item, pair.destination)
            } else if deletion != .only {
                try handleFile(item, pair.destination)
            }
        } catch {
            context.tally.fail(error)
            if item.entry.isDirectory { descent.enter(item.entry.path, .absent, action: nil) }
        }
    }

    /// Where a pass before this one has deleted, it has counted, too.
    private var countsDestination: Bool { deletion != .none || context.effectiveDeletionTiming == nil }

    /// What cannot wait for the end of the scan is deleted only while the scan is known to be complete.
    private var deletesNow: Bool {
        switch deletion {
        case .none: false
        case .atOnce: !scanFailed || context.options.deletion.ignoresErrors
        case .spooled, .only: true
        }
    }

    /// Two names that are one at the destination would overwrite each other: the first one has it.
    private func requireName(of entry: Entry) throws(EndpointError) {
        guard foldedNames?.insert(entry.path) == false else { return }
        throw EndpointError(
            .nameNotAllowed, .write, path: entry.path, location: context.destination.location,
            reason: "another name of the sources is the same there, apart from upper and lower case")
    }

    /// Deletes what was put off, but nothing that a name of the sources leads to or may stand for.
    func deleteSpooled() {
        var spared = 0
        deleter.deleteSpooled { [foldedNames] path in
            if foldedNames?.contains(path) == true { return true }
            guard context.hidden.concern(path) else { return false }
            spared += 1
            return true
        }
        if spared > 0 { context.tally.tell(HiddenPaths.warning(spared: spared)) }
    }

    // MARK: Directories

    private func handleDirectory(_ item: SourceItem, _ present: Entry?) throws(EndpointError) {
        let path = item.entry.path
        if try overlap.isDestination(item) {
            if deletion != .only { context.tally.tell(Problem(.warning, .message(overlap.destinationInSource(path)))) }
            return descent.enter(path, .absent, action: nil)
        }
        let isNewRoot = path.isRoot && rootIsNew
        let known = isNewRoot ? nil : present
        let reference = known?.isDirectory == true ? nil : try references?.match(item)
        var action = context.planner.planDirectory(
            item, destination: known, reference: reference, ignoringExclusion: isNewRoot)
        if deletion == .only {
            return descent.enter(
                path, present?.isDirectory == true ? .synced(hasContent: item.hasContent) : .absent, action: nil)
        }
        switch action.kind {
        case .skip where !action.reason.meansSame:
            context.tally.tell(Problem(.note, .skipped(item.entry, action.reason)))
            return descent.enter(path, .absent, action: nil)
        case .make where known == nil && !path.isRoot && newDirectories != nil:
            return makeAside(action, hasContent: item.hasContent)
        case .make: action = try directories.make(action, in: descent.top.node, isThere: isNewRoot)
        default:
            tell(of: action)
            var holdsLeftovers = false
            let opened = try directories.open(action) { holdsLeftovers = true }
            enter(opened, hasContent: item.hasContent)
            return holdsLeftovers ? clearAside(descent.top.node) : ()
        }
        tell(of: action)
        enter(action, hasContent: item.hasContent)
    }

    private func tell(of action: Action) {
        context.tally.tell(action.report)
        context.manifests.recording?.add(action.item.entry, nil)
    }

    private func enter(_ action: Action, hasContent: Bool) {
        descent.enter(action.path, .synced(hasContent: hasContent), action: action)
        if places.backupParents.contains(action.path) { late.touchForBackups(descent.top.node) }
    }

    private func makeAside(_ action: Action, hasContent: Bool) {
        let parent = descent.top.node
        descent.enter(action.path, .synced(hasContent: hasContent), action: action, isBeingMade: true)
        let new = NewDirectory(action: action, node: descent.top.node, parent: parent)
        new.node.retain()
        new.parent.retain()
        newDirectories?.submit(new)
    }

    private func clearAside(_ node: DirectoryNode) {
        guard let pipeline else { return }
        node.retain()
        pipeline.submit(.clear(node))
    }

    /// `--no-implied-dirs` names no parents: they are made as rsync makes them, with the usual permissions.
    private func makeMissingParents(of path: RelativePath) throws(EndpointError) {
        guard let parent = path.parent else { return }
        guard descent.top.node.path != parent else { return }
        try makeMissingParents(of: parent)
        if deletion != .only, descent.top.node.isThere { try directories.makePlain(parent) }
        descent.enter(parent, .synced(hasContent: false), action: nil)
    }

    // MARK: Files

    private func handleFile(_ item: SourceItem, _ present: Entry?) throws(EndpointError) {
        let node = descent.top.node
        if context.options.metadata.hardLinks, item.entry.linkCount > 1, !context.losesLinks(of: item.entry),
            let identity = context.job.sources[item.source].endpoint.identity(of: item.entry)
        {
            // What is left out because a tree to compare with has it cannot be linked to.
            let found = try references?.standIn(for: item, at: present)
            let reference = found?.use == .compare && found?.level == .identical ? nil : found
            node.retain()
            let member = LinkGroup.Member(item: item, destination: present, reference: reference, directory: node)
            if let group = links.add(member, identity: identity) { submit(group) }
            return
        }
        let reference = try references?.standIn(for: item, at: present)
        let remembered = context.verdict(on: item, present, in: node)
        switch context.planner.decide(item, destination: present, reference: reference, remembered: remembered) {
        case .compareContent: submit(.compare(item, destination: present!, remembered), in: node)
        case .action(let action): handle(action, in: node, remembered)
        }
    }

    /// What needs no work is told at once; the threads get the rest.
    private func handle(_ action: Action, in node: DirectoryNode, _ remembered: DirectoryRecords.Verdict) {
        let needsWork =
            action.kind != .skip || action.removesDestination
            || action.reason.meansSame
                && (context.options.writing.removesSourceFiles || context.describesUnchangedFiles)
        if needsWork { return submit(.action(action), in: node) }
        if action.reason.meansSame, remembered == .unknown, context.asksLastRun {
            context.remember(action.item.entry, as: action.destination, in: node)
        }
        if action.reason.meansSame || action.reason == .inReferenceTree {
            context.tally.tell(action.report)
        } else {
            context.tally.tell(Problem(.note, .skipped(action.item.entry, action.reason)))
        }
    }

    private func submit(_ work: FileTask.Work, in node: DirectoryNode) {
        node.retain()
        let task = FileTask(work: work, directory: node)
        if awaited?.hold(task) != true { dispatch([task]) }
    }

    private func dispatch(_ tasks: [FileTask]?) {
        for task in tasks ?? [] { pools.submit(task) }
    }

    /// The members' directories were retained when they were gathered.
    private func submit(_ group: LinkGroup) {
        pools.submit(FileTask(work: .links(group), directory: group.members[0].directory))
    }
}
