internal import FerryCore
internal import FerryEndpoints

/// Carries out batches of tasks, on one thread.
final class TransferWorker {
    private let context: RunContext
    private let content: ContentTransfer
    private let commits: Commits
    private let actions: SmallActions
    private let finish: DirectoryFinish
    private let removal: SourceRemoval
    private let obstacles: Obstacles
    private let comparison: ItemComparison
    private let unchanged: UnchangedContent?
    private let ahead: ReadAhead
    private let late: LateWork
    /// Nil where any file may be sent at once.
    private let gate: DeliveryGate?
    /// Of the last file that was found or made unchanged, where a manifest or check files are made.
    private var described: ContentSummary?

    /// How often files are staged whose connection breaks before they have their names.
    private static let attempts = 3

    /// - Parameter isLast: Everything that others wait for was sent.
    init(context: RunContext, places: StagingPlaces, late: LateWork, isLast: Bool = false) {
        self.context = context
        self.late = late
        let backups = Backups(context: context, places: places)
        ahead = ReadAhead(context: context)
        content = ContentTransfer(context: context, places: places, backups: backups, ahead: ahead)
        obstacles = Obstacles(context: context, backups: backups)
        removal = SourceRemoval(context: context)
        comparison = ItemComparison(context: context)
        gate = isLast ? nil : DeliveryGate(context, late: late)
        unchanged = context.isDryRun ? nil : UnchangedContent(context, late: late)
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
    private func commit(_ staged: inout [(StagedTransfer, DirectoryNode)]) -> [StagedTransfer] {
        var done: [StagedTransfer] = []
        for attempt in 1...Self.attempts where !staged.isEmpty {
            let outcome = commits.commit(staged, mayLose: attempt < Self.attempts, mayDamage: attempt == 1)
            for transfer in outcome.done { removeSource(of: transfer.action) }
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
            case .compare(let item, let present): return try begin(compared(item, present), in: task.directory)
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
    private struct Planned {
        let action: Action
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

    private func compared(_ item: SourceItem, _ present: Entry) throws(EndpointError) -> Planned {
        if !context.options.comparison.content, context.planner.isLean(item.entry.attributes, present.attributes) {
            return Planned(try CloserLook(context: context).decide(item, present))
        }
        let outcome = try comparison.compare(item, present)
        let decision = context.planner.decide(item, destination: present, contentIsEqual: outcome.isEqual)
        return Planned(decision, outcome.content)
    }

    private func begin(_ planned: Planned, in directory: DirectoryNode) throws(EndpointError) -> StagedTransfer? {
        var action = planned.action
        guard action.kind == .create || action.kind == .update else {
            do throws(EndpointError) {
                try perform(planned, in: directory)
                return nil
            } catch  where error.code == .unsupported && action.kind == .link && action.reference != nil {
                // Not there, or not between these file systems: as with rsync, a copy does it too.
                return try begin(Planned(action: context.planner.copying(action)), in: directory)
            }
        }
        if let gate {
            guard let item = try gate.admit(action.item, in: directory) else { return nil }
            action.item = item
        }
        try obstacles.verifyRemovable(action.destination, for: .file)
        context.tally.planned(bytes: action.item.entry.size)
        if context.isDryRun {
            try obstacles.clear(action.destination, for: .file)
            var report = action.report
            let forecast = try content.forecast(action)
            report.literalBytes = forecast?.literal ?? action.item.entry.size
            report.matchedBytes = forecast?.matched ?? 0
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
        guard let present = action.destination else { return }
        switch action.kind {
        case .skip: context.remember(action.item.entry, as: present, in: directory)
        case .setMetadata: try context.rememberChanged(action.item.entry, as: present, in: directory)
        default: break
        }
    }

    // MARK: Hard links

    /// Brings one name up to date, then links the others to it.
    private func link(_ group: LinkGroup) throws(EndpointError) {
        let actions = try actions(for: group)
        guard let (number, planned) = leader(of: actions) else { return }
        described = nil
        let action = planned.action
        let leader = group.members[number]
        if let transfer = try begin(planned, in: leader.directory) {
            var staged = [(transfer, leader.directory)]
            described = commit(&staged).isEmpty ? nil : transfer.content
        } else if context.deliveries?.isWithheld(action.path) == true {
            return
        }
        let linked = context.isDryRun ? leader.destination : try context.destination.entry(at: action.path)
        let unchanged = action.kind == .skip || action.kind == .setMetadata
        for (other, plan) in actions where other != number && !plan.action.isLeftOut {
            let member = group.members[other]
            do throws(EndpointError) {
                try self.actions.link(member, to: action.path, now: context.isDryRun && !unchanged ? nil : linked)
                if described != nil || member.item.entry.kind != .file {
                    context.manifests.recording?.add(member.item.entry, described)
                }
                try context.announceCheckFile(beside: member.item, isSent: !unchanged)
                if let described {
                    context.writeCheckFileLater(described, beside: member.item, in: member.directory, late)
                }
                removeSource(of: Action(.link, member.item, destination: linked, reason: .hardLink))
            } catch  where error.code == .unsupported {
                copy(plan, in: member.directory)
            } catch {
                fail(error)
            }
        }
    }

    /// A name that cannot be a link is a file of its own.
    private func copy(_ plan: Planned, in directory: DirectoryNode) {
        do throws(EndpointError) {
            guard let transfer = try begin(plan, in: directory) else { return }
            var staged = [(transfer, directory)]
            commit(&staged)
            context.tally.hardLinkNotKept()
        } catch {
            fail(error)
        }
    }

    /// What each name needs, as far as that must be known: up to the first that has its content already. Names that an
    /// option leaves out are told.
    private func actions(for group: LinkGroup) throws(EndpointError) -> [(number: Int, plan: Planned)] {
        var actions: [(number: Int, plan: Planned)] = []
        for (number, member) in group.members.enumerated() {
            guard let plan = try plan(for: member) else { continue }
            if plan.action.isLeftOut { _ = try self.actions.perform(plan.action, in: member.directory) }
            actions.append((number, plan))
        }
        return actions
    }

    /// rsync's choice: of a file's names the first that the destination or a reference tree has as a file, whether its
    /// content is right already or not; else the last one. What has no content is made under its first name.
    private func leader(of actions: [(number: Int, plan: Planned)]) -> (number: Int, plan: Planned)? {
        let taking = actions.filter { !$0.plan.action.isLeftOut }
        guard taking.first?.plan.action.item.entry.kind == .file else { return taking.first }
        return taking.first { number, plan in
            plan.action.destination?.kind == .file || plan.action.reference != nil
        } ?? taking.last
    }

    private func plan(for member: LinkGroup.Member) throws(EndpointError) -> Planned? {
        switch context.planner.decide(member.item, destination: member.destination, reference: member.reference) {
        case .action(let action): return Planned(action: action)
        case .compareContent: return try compared(member.item, member.destination!)
        }
    }

    // MARK: After the fact

    private func removeSource(of action: Action) {
        guard context.options.writing.removesSourceFiles, !context.isDryRun else { return }
        do throws(EndpointError) {
            try removal.remove(action, comparing: comparison)
        } catch {
            fail(error)
        }
    }

    private func fail(_ error: EndpointError) {
        let vanished = error.code == .notFound && error.operation == .read
        if vanished { context.tally.tell(Problem(.vanished, .endpoint(error))) } else { context.tally.fail(error) }
    }
}

extension Reason {
    /// Whether the destination already has what the source has.
    var meansSame: Bool { self == .same || self == .metadataDiffers }
}

extension Action {
    /// An option keeps the run from touching this name.
    fileprivate var isLeftOut: Bool { kind == .skip && !reason.meansSame && reason != .inReferenceTree }
}
