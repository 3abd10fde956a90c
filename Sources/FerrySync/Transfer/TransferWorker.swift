internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// Carries out batches of tasks, on one thread.
final class TransferWorker {
    let context: RunContext
    private let content: ContentTransfer
    private let commits: Commits
    let actions: SmallActions
    private let finish: DirectoryFinish
    private let removal: SourceRemoval
    private let obstacles: Obstacles
    private let comparison: ItemComparison
    private let unchanged: UnchangedContent?
    private let linked: LinkedContent
    private let ahead: ReadAhead
    let late: LateWork
    /// Nil where any file may be sent at once.
    private let gate: DeliveryGate?
    /// Of the last file that was found or made unchanged, where a manifest or check files are made.
    var described: ContentSummary?

    /// How often files are staged whose connection breaks before they have their names.
    private static let attempts = 3

    /// - Parameters:
    ///   - isLast: Everything that others wait for was sent.
    ///   - threads: As many take groups of files; nil where many threads take one after another.
    init(
        context: RunContext, places: StagingPlaces, late: LateWork, isLast: Bool = false, threads: Int? = nil
    ) {
        self.context = context
        self.late = late
        let backups = Backups(context: context, places: places)
        ahead = ReadAhead(context: context, threads: threads)
        content = ContentTransfer(context: context, places: places, backups: backups, ahead: ahead)
        obstacles = Obstacles(context: context, backups: backups)
        removal = SourceRemoval(context: context, remaining: late.remainingSources)
        comparison = ItemComparison(context: context)
        gate = isLast ? nil : DeliveryGate(context, late: late)
        unchanged = context.isDryRun ? nil : UnchangedContent(context, late: late)
        linked = LinkedContent(context: context, references: places.references)
        commits = Commits(
            context: context, source: TransferSource(context: context, references: places.references),
            content: CommittedContent(context: context), obstacles: obstacles, backups: backups, places: places,
            late: late)
        actions = SmallActions(context: context, places: places, obstacles: obstacles, backups: backups)
        finish = DirectoryFinish(context: context)
    }

    /// Stages all files of the batch, makes them durable together, and gives them their names.
    func perform(_ batch: [FileTask]) {
        var staged: [(StagedTransfer, DirectoryNode)] = []
        ahead.expect(batch)
        for task in batch where !context.job.cancellation.isCancelled {
            if !gathers(task) { commit(&staged) }
            if let transfer = begin(task) { staged.append((transfer, task.directory)) }
            if !gathers(task) { commit(&staged) }
        }
        commit(&staged)
        for task in batch { release(task) }
    }

    /// Whether it gets its name together with others of its batch.
    private func gathers(_ task: FileTask) -> Bool {
        if context.options.writing.fsync == .batch { return true }
        return context.destination.capabilities.commitSteps > 0 && task.weight <= Self.mostGathered
    }

    /// Nobody waits for a file longer than others of this size take.
    private static let mostGathered: Int64 = 1 << 20

    private func release(_ task: FileTask) {
        if case .links(let group) = task.work {
            for member in group.members { finish.release(member.directory) }
        } else {
            finish.release(task.directory)
        }
    }

    @discardableResult
    func commit(_ staged: inout [(StagedTransfer, DirectoryNode)]) -> [StagedTransfer] {
        var done: [StagedTransfer] = []
        for attempt in 1...Self.attempts where !staged.isEmpty {
            let outcome = commits.commit(staged, mayLose: attempt < Self.attempts, mayDamage: attempt == 1)
            for transfer in outcome.done { removeSource(of: transfer.action, committedAs: transfer.committed) }
            done += outcome.done
            staged.removeAll(keepingCapacity: true)
            for (transfer, directory) in outcome.lost {
                if let again = stageAgain(transfer) { staged.append((again, directory)) }
            }
        }
        return done
    }

    private func stageAgain(_ transfer: StagedTransfer) -> StagedTransfer? {
        do throws(EndpointError) {
            return try content.stage(transfer.action)
        } catch {
            fail(error)
            return nil
        }
    }

    /// Does what can be done at once; returns a file that is ready to be committed.
    private func begin(_ task: FileTask) -> StagedTransfer? {
        do throws(EndpointError) {
            switch task.work {
            case .action where !task.directory.isThere, .compare where !task.directory.isThere: return nil
            case .action(let action): return try begin(Planned(action: action), in: task.directory)
            case .compare(let item, let present, let remembered):
                return try begin(compared(item, present, remembered), in: task.directory)
            case .links(let group):
                try link(LinkGroup(members: group.members.filter(\.directory.isThere)))
                return nil
            }
        } catch {
            fail(error)
            return nil
        }
    }

    /// What is to be done, and what comparing found out of the source's content.
    struct Planned {
        var action: Action
        var content: ContentSummary?

        init(action: Action) {
            self.action = action
        }

        init(_ decision: Planner.Decision, _ content: ContentSummary? = nil) {
            guard case .action(let action) = decision else { preconditionFailure("a compared file is decided") }
            self.action = action
            self.content = content
        }
    }

    func compared(
        _ item: SourceItem, _ present: Entry, _ remembered: DirectoryRecords.Verdict = .unknown
    ) throws(EndpointError) -> Planned {
        let look = CloserLook(context: context)
        if !context.options.comparison.content, context.planner.isLean(item.entry.attributes, present.attributes) {
            return Planned(try look.decide(item, present, remembered))
        }
        let outcome = try comparison.compare(item, present)
        // Where content is right, what else differs is mended, which a listing may not tell.
        let (item, present) = outcome.isEqual ? try look.looked(item, present) : (item, present)
        let decision = context.planner.decide(item, destination: present, contentIsEqual: outcome.isEqual)
        return Planned(decision, outcome.content)
    }

    func begin(_ planned: Planned, in directory: DirectoryNode) throws(EndpointError) -> StagedTransfer? {
        var action = planned.action
        if let gate, action.givesEntry {
            guard let item = try gate.admit(action.item, in: directory) else { return nil }
            action.item = item
        }
        switch action.kind {
        case .create, .update: return try stage(action, in: directory)
        case .link where action.reference != nil:
            if try link(action, in: directory) { return nil }
            // Not there, or not between these file systems: as with rsync, a copy does it too.
            return try begin(Planned(action: context.planner.copying(action)), in: directory)
        default:
            try perform(planned, in: directory)
            return nil
        }
    }

    /// `--link-dest`: false where no link can be made.
    private func link(_ action: Action, in directory: DirectoryNode) throws(EndpointError) -> Bool {
        var planned = Planned(action: action)
        do throws(EndpointError) {
            planned.content = try linked.content(of: action)
            try perform(planned, in: directory)
        } catch  where error.code == .unsupported || error.code == .permissionDenied {
            // Linux lets nobody make a further name of what is another's (proc(5), protected_hardlinks).
            return false
        }
        context.deliveries?.delivered(action.path)
        return true
    }

    private func stage(_ action: Action, in directory: DirectoryNode) throws(EndpointError) -> StagedTransfer? {
        try obstacles.verifyRemovable(action.destination, for: .file)
        context.tally.planned(bytes: action.item.entry.size)
        if context.isDryRun {
            try obstacles.clear(action.destination, for: .file)
            var report = action.report
            (report.literalBytes, report.matchedBytes) = try content.forecast(action)
            context.deliveries?.delivered(action.path)
            try context.announceCheckFile(beside: action.item, isSent: true)
            context.tally.transferred(report, level: .unconfirmed)
            return nil
        }
        if context.losesLinks(of: action.item.entry) { context.tally.hardLinkNotKept() }
        return try content.stage(action)
    }

    private func perform(_ planned: Planned, in directory: DirectoryNode) throws(EndpointError) {
        let action = planned.action
        let digest = context.reportedDigest(of: planned.content)
        let isThere = try actions.perform(action, in: directory, digest: digest)
        if isThere && !action.item.entry.isDirectory {
            try remember(action, in: directory)
            try settled(action, planned.content, in: directory)
        }
    }

    /// What the run has to do with the content of a file that the destination has already.
    private func settled(
        _ action: Action, _ content: ContentSummary?, in directory: DirectoryNode
    ) throws(EndpointError) {
        described = try unchanged?.record(action, content, in: directory)
        try context.announceCheckFile(beside: action.item, isSent: false)
        removeSource(of: action)
    }

    /// Sets the metadata of all files of a batch together. Their actions do nothing else.
    func changeMetadata(_ batch: [FileTask]) {
        let changes = actions.setMetadata(of: batch)
        for (change, result) in changes {
            do throws(EndpointError) {
                try result.get()
                try settled(change.action, nil, in: change.directory)
            } catch {
                fail(error)
            }
        }
        for task in batch { release(task) }
    }

    /// What is at the destination is what the source has.
    private func remember(_ action: Action, in directory: DirectoryNode) throws(EndpointError) {
        guard let present = action.destination, context.asksLastRun else { return }
        switch action.kind {
        case .skip: context.remember(action.item.entry, as: present, in: directory)
        case .setMetadata: try context.rememberChanged(action.item.entry, as: present, in: directory)
        default: break
        }
    }

    // MARK: After the fact

    func removeSource(of action: Action, committedAs committed: Entry? = nil) {
        guard context.options.writing.removesSourceFiles, !context.isDryRun else { return }
        do throws(EndpointError) {
            try removal.remove(action, committedAs: committed, comparing: comparison)
        } catch {
            fail(error)
        }
    }

    func fail(_ error: EndpointError) {
        let vanished = error.code == .notFound && error.operation == .read
        if vanished { context.tally.tell(Problem(.vanished, .endpoint(error))) } else { context.tally.fail(error) }
    }
}

extension Action {
    /// Whether it gives the destination a file or a symlink that it had not.
    fileprivate var givesEntry: Bool {
        switch kind {
        case .create, .update: true
        case .make, .link: item.entry.kind == .file || item.entry.kind == .symlink
        default: false
        }
    }
}

extension Reason {
    /// Whether the destination already has what the source has.
    var meansSame: Bool { self == .same || self == .metadataDiffers }
}
