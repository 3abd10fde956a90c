internal import FerryCore
internal import FerryDelta
internal import FerryEndpoints

/// Brings the content of one file to the destination, up to the point where only its name is missing.
final class ContentTransfer {
    private let context: RunContext
    private let source: TransferSource
    private let places: StagingPlaces
    private let backups: Backups
    private let copier: FileCopy
    private let bases: BasisSearch
    private let resumption: Resumption
    private lazy var delta = DeltaTransfer(context: context)
    private lazy var fetch = DeltaFetch(context: context)
    private lazy var comparison = ContentComparison()
    /// Whether the file that was staged last is gone with its connection.
    private var wasLost = false

    private static let mostLosses = 3

    init(context: RunContext, places: StagingPlaces, backups: Backups, ahead: ReadAhead) {
        self.context = context
        self.places = places
        self.backups = backups
        source = TransferSource(context: context, references: places.references, ahead: ahead)
        copier = FileCopy(context: context)
        resumption = Resumption(context: context, places: places)
        bases = BasisSearch(context: context, places: places)
    }

    /// A source that changes while it is read, and a copy that does not verify, are tried once more, then whole. A staged
    /// file that went down with its connection is begun again, over another one.
    func stage(_ action: Action) throws(EndpointError) -> StagedTransfer {
        // Written in place, the old content is gone before there is anything to commit.
        let isInPlace = action.destination.map(context.writesInPlace) ?? false
        if isInPlace, let old = action.destination {
            try backups.keep(old)
            try context.removeOldCheckFiles(beside: action.item, replacing: old)
        }
        var action = action
        var composes = true
        var losses = 0
        while true {
            wasLost = false
            do throws(EndpointError) {
                return try attempt(action, composes: composes)
            } catch {
                if wasLost && losses < Self.mostLosses {
                    losses += 1
                    composes = composes && !isInPlace
                } else if composes && (error.code == .changedDuringTransfer || error.code == .corrupted) {
                    composes = false
                    action = try source.refreshed(action)
                } else {
                    throw error
                }
            }
        }
    }

    private func attempt(_ action: Action, composes: Bool) throws(EndpointError) -> StagedTransfer {
        if let start = try appendStart(action) {
            return try attempt(action, startingAt: start, placement: .inPlace(keepsContent: true))
        }
        // Writing in place would follow a symlink, or wait for a reader of a FIFO: these are replaced.
        let isFile = action.destination.map { $0.kind == .file } ?? true
        let placement = isFile ? places.placement : .beside
        if composes, let basis = try bases.basis(for: action) {
            return try composeOrSend(action, with: basis, placement: placement)
        }
        if composes, let plan = try fetchPlan(action) {
            return try fetchOrRead(action, by: plan, placement: placement)
        }
        return try attempt(action, startingAt: 0, placement: placement)
    }

    /// Whether the user vouches for what is appended to (`--append`).
    private var trustsOld: Bool {
        if case .append(verify: false) = context.options.writing.method { true } else { false }
    }

    /// Where `--append` goes on; nil when the file is to be sent whole.
    private func appendStart(_ action: Action) throws(EndpointError) -> Int64? {
        guard case .append(let verifies) = context.options.writing.method, let present = action.destination,
            present.kind == .file, present.size > 0
        else { return nil }
        if verifies, try !prefixIsEqual(action, present) { return nil }
        return present.size
    }

    private func attempt(
        _ action: Action, startingAt start: Int64, placement: StageRequest.Placement
    ) throws(EndpointError) -> StagedTransfer {
        let resumed = start == 0 ? try resumption.resume(action, placement) : nil
        let passing =
            if let resumed {
                try source.observed(action, goingOnAt: resumed.length)
            } else { try source.observed(action, from: start) }
        let start = resumed?.length ?? start
        let reader: any ByteReader = if let passing { passing } else { try source.open(action, from: start) }
        // A later run compares with what it is told beforehand, too.
        let checkpoints = resumed?.checkpoints ?? resumption.checkpoints(for: action, placement)
        let action = try source.completed(action, by: reader)
        let path = try places.stagingPath(for: action)
        let staged: any StagedFile = if let resumed { resumed.staged } else { try stage(action, at: path, placement) }
        do throws(EndpointError) {
            staged.inherit(from: passing?.reader ?? reader)
            let confirmation = Confirmation(context: context, action: action)
            let digest = start == 0 && confirmation.asksFarSide ? ContentDigest(confirmation.algorithm) : nil
            let observer = start == 0 ? bases.signatures.observer(for: action) : nil
            let length = try copier.copy(
                action.item.entry, from: reader, to: staged, start: start, for: action,
                observer: digest.map { ObserverPair($0, observer) } ?? observer, yields: digest == nil,
                leaving: checkpoints)
            try reader.verifyUnchanged()
            try source.requireWhole(action, length)
            let content = try source.accepted(passing, for: action)
            let level = try confirmation.confirm(
                staged, digest?.digest(), length: length, trustsOld: start > 0 && resumed == nil && trustsOld,
                reading: source
            ) { comparison }
            return StagedTransfer(
                action: action, staged: staged, length: length,
                literalBytes: length - start - staged.unsentLength - staged.copiedLength,
                matchedBytes: staged.copiedLength, level: level, path: path,
                signature: copier.hasPassedBy ? nil : signature(of: action, observer), content: content,
                checkpoints: checkpoints)
        } catch {
            wasLost = staged.isLost
            let isOfUse = error.code != .corrupted && error.code != .changedDuringTransfer
            // Where this place is what failed, it would be waited for once more.
            if isOfUse, error.code == .cancelled || error.operation == .read { checkpoints?.leave(staged) }
            // What was checkpointed stays for a later run, unless another one must begin anew.
            if !isOfUse { checkpoints?.forget() }
            if checkpoints?.isSaved == true, !resumption.keepsNamed { throw error }
            places.abandon(
                staged, of: action, received: error.code == .corrupted ? 0 : copier.reached, because: error)
            throw error
        }
    }

    /// Where composing fails in a way that says nothing of the file itself, the file is sent whole.
    private func composeOrSend(
        _ action: Action, with basis: Basis, placement: StageRequest.Placement
    ) throws(EndpointError) -> StagedTransfer {
        do throws(EndpointError) {
            let transfer = try compose(action, with: basis, placement: placement)
            context.compositions.succeeded()
            return transfer
        } catch  where error.isWorthSendingWhole {
            context.compositions.failed(error, with: basis)
            if error.code == .corrupted, basis.origin == .remembered { context.job.memory?.forget(basis.entry) }
            context.tally.sendsWhole(action.path, because: error)
            return try attempt(source.refreshed(action), composes: false)
        }
    }

    private func stage(
        _ action: Action, at path: RelativePath, _ placement: StageRequest.Placement, composes: Bool = false
    ) throws(EndpointError) -> any StagedFile {
        var request = StageRequest(
            path: path, size: action.item.entry.size, metadata: action.metadata, placement: placement)
        request.isComposed = composes
        request.sparesExisting = context.options.comparison.ignoresExisting && path == action.path
        return try context.destination.stage(request)
    }

    private func compose(
        _ action: Action, with basis: Basis, placement: StageRequest.Placement
    ) throws(EndpointError) -> StagedTransfer {
        let passing = try source.observed(action, from: 0)
        let reader: any ByteReader = if let passing { passing } else { try source.open(action, from: 0) }
        let action = try source.completed(action, by: reader)
        let path = try places.stagingPath(for: action)
        let staged = try stage(action, at: path, placement, composes: true)
        do throws(EndpointError) {
            let observer = bases.signatures.observer(for: action)
            let content = try delta.compose(
                action, from: reader, again: source.pinned(action), with: basis, to: staged, observer: observer)
            try source.requireWhole(action, content.length)
            return StagedTransfer(
                action: action, staged: staged, length: content.length, literalBytes: content.literal,
                matchedBytes: content.matched, level: content.level, path: path,
                signature: signature(of: action, observer), content: try source.accepted(passing, for: action))
        } catch {
            wasLost = staged.isLost
            // What is not the file that was meant is not worth keeping.
            places.abandon(
                staged, of: action, received: error.code == .corrupted ? 0 : delta.received, because: error)
            throw error
        }
    }

    /// What of a file far away must be fetched; nil where it is read whole, as when its content is to be described.
    private func fetchPlan(_ action: Action) throws(EndpointError) -> DeltaFetch.Plan? {
        guard context.deltaPolicy(for: action) == .fetching, context.wish(for: action.item).isEmpty,
            let old = try bases.candidate(for: action)
        else { return nil }
        return try fetch.plan(action, with: old)
    }

    /// Where putting it together fails in a way that says nothing of the file itself, the file is read whole.
    private func fetchOrRead(
        _ action: Action, by plan: DeltaFetch.Plan, placement: StageRequest.Placement
    ) throws(EndpointError) -> StagedTransfer {
        do throws(EndpointError) {
            return try fetch(source.completed(action, by: plan.wanted.entry), by: plan, placement: placement)
        } catch  where error.isWorthSendingWhole {
            context.tally.sendsWhole(action.path, because: error)
            return try attempt(source.refreshed(action), composes: false)
        }
    }

    private func fetch(
        _ action: Action, by plan: DeltaFetch.Plan, placement: StageRequest.Placement
    ) throws(EndpointError) -> StagedTransfer {
        let path = try places.stagingPath(for: action)
        let staged = try context.destination.stage(
            StageRequest(
                path: path, size: plan.wanted.entry.size, metadata: action.metadata, placement: placement))
        do throws(EndpointError) {
            let content = try fetch.compose(plan, for: action, to: staged)
            return StagedTransfer(
                action: action, staged: staged, length: content.length, literalBytes: content.literal,
                matchedBytes: content.matched, level: content.level, path: path, signature: nil)
        } catch {
            places.abandon(
                staged, of: action, received: error.code == .corrupted ? 0 : fetch.received, because: error)
            throw error
        }
    }

    /// How many bytes of a file would be sent, as far as that can be told without writing, and how many would not.
    func forecast(_ action: Action) throws(EndpointError) -> (literal: Int64, matched: Int64) {
        if let content = try composed(action) { return (content.literal, content.matched) }
        let item = action.item
        let isCopied =
            context.wish(for: item).isEmpty && !context.options.writing.sparse
            && context.destination.copies(from: context.origin(of: item).endpoint)
        return isCopied ? (0, item.entry.size) : (item.entry.size, 0)
    }

    private func composed(_ action: Action) throws(EndpointError) -> ComposedContent? {
        if let plan = try fetchPlan(action) { return plan.content }
        guard context.deltaPolicy(for: action) == .remote, let basis = try bases.basis(for: action) else { return nil }
        return try delta.forecast(action, from: try source.open(action, from: 0), with: basis)
    }

    /// The signature of what passed. Without it the next run sends more, which is no reason to fail.
    private func signature(of action: Action, _ observer: PassingSignature?) -> Signature? {
        let isCheap = context.origin(of: action.item).endpoint.capabilities.cheapReads
        return try? observer?.signature(rereading: isCheap ? source.pinned(action) : nil)
    }

    private func prefixIsEqual(_ action: Action, _ present: Entry) throws(EndpointError) -> Bool {
        let origin = context.origin(of: action.item)
        let prefix = ByteRange(offset: 0, length: present.size)
        return try comparison.areEqual(
            try origin.endpoint.read(origin.entry, range: prefix), try context.destination.read(present, range: nil))
    }
}
