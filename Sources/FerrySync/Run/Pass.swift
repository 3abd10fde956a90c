internal import FerryCore
internal import FerryEndpoints

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
    private let finish: DirectoryFinish
    private let references: ReferenceTrees?
    private let pool: WorkerPool<FileTask>
    private var ledger: DirectoryLedger
    private var overlap: Overlap
    private var foldedNames: FoldedNames?
    private var links = HardLinkGroups()
    /// This run made the destination itself: for reports it counts as missing.
    private let rootIsNew: Bool

    init(context: RunContext, places: StagingPlaces, late: LateWork, deletion: Deletion, rootIsNew: Bool = false) {
        self.context = context
        self.places = places
        self.deletion = deletion
        self.rootIsNew = rootIsNew
        backups = Backups(context: context, places: places)
        obstacles = Obstacles(context: context, backups: backups)
        finish = DirectoryFinish(context: context)
        absent = AbsentNames(context: context)
        deleter = Deleter(context: context, backups: backups, late: late, isDelayed: deletion != .atOnce)
        references = places.references.isEmpty ? nil : ReferenceTrees(context: context, trees: places.references)
        pool = WorkerPool(workers: context.options.run.workers) {
            TransferWorker(context: context, places: places, late: late).perform
        }
        overlap = Overlap(context: context)
        foldedNames = context.destination.capabilities.isCaseSensitive ? nil : FoldedNames()
        ledger = DirectoryLedger(root: DirectoryNode(path: .root, role: .synced(hasContent: false), action: nil))
    }

    /// Returns when every transfer is done. Throws when the scan could not go on; what was begun is finished first.
    func run(_ pairs: any PairStream) throws(EndpointError) {
        defer { end() }
        while !context.job.cancellation.isCancelled, let item = try pairs.next() {
            switch item {
            case .pair(let pair): handle(pair)
            case .sourceFailure(let error, _, _): scanFailed(error)
            case .destinationFailure(let error, _): if deletion != .only { context.tally.fail(error) }
            case .omitted(let entry, let reason):
                if deletion != .only { context.tally.tell(Problem(.warning, .skipped(entry, reason))) }
            case .absent(let path): absent.add(path)
            }
        }
    }

    private func end() {
        if deletion != .only { context.tally.scanEnded() }
        for group in links.drain() { submit(group) }
        leave(for: nil)
        pool.finish()
    }

    private func scanFailed(_ error: EndpointError) {
        if error.code != .notFound || error.operation == .list { scanFailed = true }
        if deletion != .only { context.tally.fail(scanning: error) }
    }

    private func handle(_ pair: Pair) {
        if let present = pair.destination { deleter.countSeen(of: present) }
        guard let item = pair.source else {
            if let present = pair.destination { handleExtraneous(present) }
            return
        }
        leave(for: item.entry.path)
        if case .absent = ledger.top.node.role { return }
        do throws(EndpointError) {
            try requireName(of: item.entry)
            try makeMissingParents(of: item.entry.path)
            if item.entry.isDirectory {
                try handleDirectory(item, pair.destination)
            } else if deletion != .only {
                try handleFile(item, pair.destination)
            }
        } catch {
            context.tally.fail(error)
            if item.entry.isDirectory { enter(item.entry.path, .absent, action: nil) }
        }
    }

    /// Two names that are one at the destination would overwrite each other: the first one has it.
    private func requireName(of entry: Entry) throws(EndpointError) {
        guard foldedNames?.insert(entry.path) == false else { return }
        throw EndpointError(
            .nameNotAllowed, .write, path: entry.path, location: context.destination.location,
            reason: "another name of the sources is the same there, apart from upper and lower case")
    }

    /// Deletes what was put off, but nothing that a name of the sources leads to.
    func deleteSpooled() {
        deleter.deleteSpooled { [foldedNames] path in foldedNames?.contains(path) == true }
    }

    // MARK: Directories

    private func handleDirectory(_ item: SourceItem, _ present: Entry?) throws(EndpointError) {
        let path = item.entry.path
        if try overlap.isDestination(item.entry) {
            if deletion != .only { context.tally.tell(Problem(.warning, .message(overlap.destinationInSource(path)))) }
            return enter(path, .absent, action: nil)
        }
        let isNewRoot = path.isRoot && rootIsNew
        let known = isNewRoot ? nil : present
        let reference = known?.isDirectory == true ? nil : try references?.match(item)
        let action = context.planner.planDirectory(
            item, destination: known, reference: reference, ignoringExclusion: isNewRoot)
        if deletion == .only {
            return enter(
                path, present?.isDirectory == true ? .synced(hasContent: item.hasContent) : .absent, action: nil)
        }
        switch action.kind {
        case .skip where !action.reason.meansSame:
            context.tally.tell(Problem(.note, .skipped(item.entry, action.reason)))
            return enter(path, .absent, action: nil)
        case .make: try make(action)
        default:
            context.tally.tell(action.report)
            return enter(path, .synced(hasContent: item.hasContent), action: try opened(action))
        }
        context.tally.tell(action.report)
        enter(path, .synced(hasContent: item.hasContent), action: action)
    }

    /// Makes a directory that stays writable for us until it is finished.
    private func make(_ action: Action) throws(EndpointError) {
        guard !context.isDryRun else { return }
        try obstacles.clear(action.destination, for: .directory)
        if !action.path.isRoot { ledger.top.node.touch() }
        var metadata = Metadata()
        metadata.permissions = (action.metadata.permissions ?? 0o777) | 0o700
        do throws(EndpointError) {
            try context.destination.createDirectory(at: action.path, metadata: metadata)
        } catch  where error.code == .alreadyExists && action.path.isRoot {}
    }

    /// Readies an existing directory: without the right to write, nothing in it can be brought up to date; and files
    /// that a killed run left behind have moved its time. Returns the action that ends with the permissions it has to
    /// have.
    private func opened(_ action: Action) throws(EndpointError) -> Action {
        guard !context.isDryRun, let present = action.destination else { return action }
        if !context.planner.wanted.keepsTime(of: .directory) || present.modified != action.item.entry.modified {
            _ = try context.destination.leftovers?.removeLeftovers(in: action.path)
            try places.removeEmptyWaitingPlace(in: action.path)
        }
        let bits = present.permissions ?? 0o700
        guard bits & 0o700 != 0o700, !context.destination.capabilities.metadataKept.contains(.user) else {
            return action
        }
        _ = try context.destination.apply(
            Metadata(permissions: bits | 0o700), to: action.path, kind: .directory)
        var action = action
        action.metadata.permissions = action.metadata.permissions ?? bits
        return action
    }

    private func enter(_ path: RelativePath, _ role: DirectoryNode.Role, action: Action?) {
        let protection = path.isRoot ? rootProtection : ledger.top.protection
        var entered = protection
        if deletion != .none, case .absent = role {
        } else if let protection {
            do throws(EndpointError) {
                entered = try protection.entering(path, on: context.destination)
            } catch {
                context.tally.fail(error)
            }
        }
        let node = DirectoryNode(path: path, role: role, action: action)
        ledger.enter(DirectoryLedger.Frame(node: node, protection: entered))
    }

    private var rootProtection: FilterScope? {
        if deletion == .none { return nil }
        return FilterScope(context.job.filters, side: .receiver, base: context.job.destinationBase)
    }

    /// Leaves every directory that `path` lies outside of; nil leaves all.
    private func leave(for path: RelativePath?) {
        while let frame = ledger.leave(for: path) {
            if case .extraneous = frame.node.role { removeLeft(frame.node) }
            finish.release(frame.node)
        }
    }

    /// `--no-implied-dirs` names no parents: they are made as rsync makes them, with the usual permissions.
    private func makeMissingParents(of path: RelativePath) throws(EndpointError) {
        guard let parent = path.parent else { return }
        guard ledger.top.node.path != parent else { return }
        try makeMissingParents(of: parent)
        if deletion != .only { try makePlainDirectory(parent) }
        enter(parent, .synced(hasContent: false), action: nil)
    }

    private func makePlainDirectory(_ path: RelativePath) throws(EndpointError) {
        guard !context.isDryRun else { return }
        do throws(EndpointError) {
            let bits = 0o777 & ~context.options.metadata.umask
            try context.destination.createDirectory(at: path, metadata: Metadata(permissions: bits))
        } catch  where error.code == .alreadyExists {}
    }

    // MARK: Files

    private func handleFile(_ item: SourceItem, _ present: Entry?) throws(EndpointError) {
        let node = ledger.top.node
        if context.options.metadata.hardLinks, item.entry.linkCount > 1, let identity = item.entry.version?.identity {
            node.retain()
            let member = LinkGroup.Member(item: item, destination: present, directory: node)
            if let group = links.add(member, identity: identity) { submit(group) }
            return
        }
        let reference = try references?.standIn(for: item, at: present)
        switch context.planner.decide(item, destination: present, reference: reference) {
        case .compareContent: submit(.compare(item, destination: present!), in: node)
        case .action(let action): handle(action, in: node)
        }
    }

    /// What needs no work is told at once; the threads get the rest.
    private func handle(_ action: Action, in node: DirectoryNode) {
        let needsWork =
            action.kind != .skip || action.removesDestination
            || (context.options.writing.removesSourceFiles && action.reason.meansSame)
        if needsWork { return submit(.action(action), in: node) }
        if action.reason.meansSame || action.reason == .inReferenceTree {
            context.tally.tell(action.report)
        } else {
            context.tally.tell(Problem(.note, .skipped(action.item.entry, action.reason)))
        }
    }

    private func submit(_ work: FileTask.Work, in node: DirectoryNode) {
        node.retain()
        pool.submit(FileTask(work: work, directory: node))
    }

    /// The members' directories were retained when they were gathered.
    private func submit(_ group: LinkGroup) {
        pool.submit(FileTask(work: .links(group), directory: group.members[0].directory))
    }

    // MARK: What only the destination has

    private func handleExtraneous(_ entry: Entry) {
        guard deletion != .none else { return }
        leave(for: entry.path)
        let top = ledger.top
        guard top.node.path == entry.path.parent, top.node.deletesExtraneous else { return }
        if scanFailed && !context.options.deletion.ignoresErrors && deletion == .atOnce { return }
        if overlap.isSource(entry) {
            context.tally.tell(Problem(.error, .message(overlap.sourceInDestination(entry.path))))
            return top.node.keepSomething()
        }
        let isBelowDeleted = if case .extraneous = top.node.role { true } else { false }
        if let protection = top.protection,
            protection.excludes(entry.path, isDirectory: entry.isDirectory, parentIsDeleted: isBelowDeleted)
        {
            return top.node.keepSomething()
        }
        if entry.isDirectory {
            enter(entry.path, .extraneous, action: nil)
        } else {
            deleter.delete(entry, in: top.node)
        }
    }

    /// An extraneous directory goes when all that was in it has gone.
    private func removeLeft(_ node: DirectoryNode) {
        let parent = ledger.top.node
        if node.keepsSomething {
            parent.keepSomething()
            context.tally.tell(Problem(.note, .directoryNotEmpty(node.path)))
        } else {
            deleter.delete(Entry(path: node.path, kind: .directory), in: parent)
        }
    }
}

extension DirectoryNode {
    /// Whether entries that the sources have not are deleted here.
    fileprivate var deletesExtraneous: Bool {
        switch role {
        case .synced(let hasContent): hasContent
        case .extraneous: true
        case .absent: false
        }
    }
}
