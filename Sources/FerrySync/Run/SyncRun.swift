internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// One run from beginning to end: scan, compare, plan, transfer, delete, report.
///
/// The calling thread scans, compares and plans, makes directories and deletes; a few threads of their own transfer.
public final class SyncRun {
    private let context: RunContext
    private let manifests: RunManifests

    public init(_ job: SyncJob, manifests: RunManifests = RunManifests(), observer: any SyncObserver) {
        self.manifests = manifests
        context = RunContext(job: job, manifests: manifests, observer: observer)
    }

    public func run() -> SyncResult {
        do throws(EndpointError) {
            try context.options.run.listOnly ? list() : synchronize()
        } catch {
            context.tally.fail(ending: error)
        }
        context.keepWhatWasLearned()
        context.tally.tellLosses()
        let places = context.job.sources.map(\.endpoint) + (context.options.run.listOnly ? [] : [context.destination])
        for place in places { context.tally.requested(place.takeRequests()) }
        return context.tally.result(isCancelled: context.job.cancellation.isCancelled)
    }

    private func synchronize() throws(EndpointError) {
        let rootIsNew = try makeRoot()
        let places = try StagingPlaces(context: context)
        places.tellMissingReferences()
        Leftovers(context: context).watchWaitingPlaces()
        let late = LateWork(context: context)
        let timing = context.effectiveDeletionTiming
        if timing == .before { try deleteInPassOfItsOwn(places, late) }
        let deletion: Pass.Deletion =
            timing == .during ? .atOnce : timing == .before || timing == nil ? .none : .spooled
        let pass = Pass(context: context, places: places, late: late, deletion: deletion, rootIsNew: rootIsNew)
        let lists = timing == .during || deletion == .spooled || !context.destination.capabilities.cheapLookups
        let scan = scan(screen: lists ? nil : UnchangedScreen(context), isFirst: timing != .before)
        do throws(EndpointError) {
            let claims = try ItemClaims(manifests, context: context)
            try pass.run(
                try pairs(
                    of: SourceItems(scan, context: context, claims: claims), listing: lists, rootIsNew: rootIsNew))
        } catch {
            // What was transferred before the scan failed gets its names and times all the same.
            finish(pass, places, late)
            throw error
        }
        finish(pass, places, late) {
            guard deletion == .spooled else { return }
            if timing == .after, !pass.scanFailed, !context.isDryRun, context.job.filters.readsMergeFiles {
                deleteByRulesNow(places, late)
            } else {
                deleteSpooled(of: pass, hasEmptySource: scan.hasEmptySource)
            }
        }
    }

    /// Merge files that came with the transfer say already what `--delete-after` takes, as with rsync: so all is looked at again.
    private func deleteByRulesNow(_ places: StagingPlaces, _ late: LateWork) {
        do throws(EndpointError) {
            try deleteInPassOfItsOwn(places, late, isFirst: false)
        } catch {
            context.tally.fail(scanning: error)
            context.tally.tell(Problem(.warning, .deletionSkipped))
        }
    }

    /// - Parameter isFirst: As of `scan`.
    private func deleteInPassOfItsOwn(
        _ places: StagingPlaces, _ late: LateWork, isFirst: Bool = true
    ) throws(EndpointError) {
        let pass = Pass(context: context, places: places, late: late, deletion: .only)
        let scan = scan(isFirst: isFirst)
        try pass.run(try pairs(of: SourceItems(scan, context: context, isCounted: false), listing: true))
        deleteSpooled(of: pass, hasEmptySource: scan.hasEmptySource)
        pass.deleter.tellRefused()
    }

    private func finish(_ pass: Pass, _ places: StagingPlaces, _ late: LateWork, deleting: () -> Void = {}) {
        late.publishUpdates(backups: pass.backups, obstacles: pass.obstacles)
        DeliveryPhase(context: context, places: places, late: late).run()
        pass.absent.remove(by: pass.deleter, clearing: pass.obstacles)
        deleting()
        pass.deleter.tellRefused()
        context.finished.flush()
        late.restoreTimes()
        late.remainingSources.tell(context)
        // By now all directories have the times that they are to keep.
        let last = LateWork(context: context)
        let leftovers = Leftovers(context: context)
        leftovers.removeTold(last)
        leftovers.remove(fromTemporary: places.placement)
        last.restoreTimes()
        context.closed.close()
    }

    /// Makes the destination when it is missing; further trees may be named relative to it. Returns whether it did.
    private func makeRoot() throws(EndpointError) -> Bool {
        guard context.job.makesDestination, !context.job.destinationIsThere else { return false }
        let destination = context.destination
        if !context.job.destinationIsMissing, try destination.entry(at: .root) != nil { return false }
        if context.isDryRun {
            context.job.madeDestination()
            return false
        }
        if context.options.metadata.owner { destination.capabilities.givingAway?.prepare() }
        do throws(EndpointError) {
            try destination.createDirectory(at: .root, metadata: Metadata())
            context.job.madeDestination()
            return true
        } catch  where error.code == .alreadyExists && context.job.destinationIsMissing {
            // Somebody made it meanwhile, or a file has the name.
            guard try destination.entry(at: .root) != nil else { throw error }
            return false
        } catch {
            context.tally.endsWithoutPlace(error)
            throw error
        }
    }

    /// Deletes only what is certain to be extraneous: after a complete scan, and complete transfers where asked.
    private func deleteSpooled(of pass: Pass, hasEmptySource: Bool) {
        guard !context.job.cancellation.isCancelled else { return }
        let hasErrors = context.options.deletion.needsCompleteTransfers && context.tally.hasErrors
        let isIncomplete = pass.scanFailed || hasErrors
        if isIncomplete && !context.options.deletion.ignoresErrors {
            return context.tally.tell(Problem(.warning, .deletionSkipped))
        }
        if hasEmptySource && !context.options.deletion.allowsEmptySource && pass.deleter.hasWork {
            return context.tally.tell(Problem(.error, .emptySource))
        }
        pass.deleteSpooled()
    }

    private func pairs(
        of items: SourceItems, listing: Bool, rootIsNew: Bool = false
    ) throws(EndpointError) -> any PairStream {
        if listing && rootIsNew { return MergedPairs(items, newDestination: context.destination) }
        let keepsLinks = context.options.selection.links.keepDestinationDirectoryLinks
        if !listing { return LookupPairs(items, destination: context.destination, keepsLinks: keepsLinks) }
        let base = context.job.destinationBase
        var selection = DestinationSelection(
            regions: context.job.sources.map { $0.newName ?? $0.path }, filters: context.job.filters, base: base,
            endings: context.options.delivery.written.map { [CheckFileNames.suffix($0)] } ?? [])
        if context.effectiveDeletionTiming != nil { selection.tell = context.tellingOfRules }
        return try MergedPairs(
            items, destination: context.destination, request: ListingRequest(selection: selection),
            keepsLinks: keepsLinks, deletingBelow: context.effectiveDeletionTiming == nil ? nil : base)
    }

    /// - Parameter isFirst: The sources were not scanned before, in the same run, so that rules are news.
    private func scan(screen: (any ListingScreen)? = nil, isFirst: Bool = true) -> SourceScan {
        SourceScan(
            context.job, screen: screen, refuse: context.tally.refuse,
            tell: isFirst ? context.tellingOfRules : nil)
    }

    /// `--list-only`
    private func list() throws(EndpointError) {
        let items = SourceItems(scan(), context: context)
        while !context.job.cancellation.isCancelled, let item = try items.next() {
            switch item {
            case .item(let item): context.tally.list(item.entry)
            case .failure(let error, _, _): context.tally.fail(scanning: error)
            case .omitted(let entry, let reason): context.tally.tell(Problem(.warning, .skipped(entry, reason)))
            case .absent: break
            }
        }
        context.tally.scanEnded()
    }
}

extension RunContext {
    /// What must be known before the first removal is known at the end of the scan: how many there are, whether a
    /// source is empty, which names the destination takes for another one.
    var effectiveDeletionTiming: DeletionOptions.Timing? {
        let deletion = options.deletion
        let checksFirst = deletion.limit != nil && deletion.checksLimitFirst
        let waits = checksFirst || !deletion.allowsEmptySource || !destination.capabilities.isCaseSensitive
        return deletion.timing == .during && waits ? .delay : deletion.timing
    }
}
