internal import FerryCore
internal import FerryEndpoints

/// Gives staged files their names, once their content is as durable as was asked for.
struct Commits {
    let context: RunContext
    let source: TransferSource
    let content: CommittedContent
    let obstacles: Obstacles
    let backups: Backups
    let places: StagingPlaces
    let late: LateWork

    /// What became of a group of files.
    struct Outcome {
        /// They have their names now.
        var done: [StagedTransfer] = []
        /// They went down with a connection, or are not what was sent: they may be staged again.
        var lost: [(StagedTransfer, DirectoryNode)] = []
    }

    /// - Parameters:
    ///   - mayLose: Whether files that are lost get another chance. If not, they failed.
    ///   - mayDamage: Whether those do that turn out not to be what was sent.
    func commit(_ transfers: [(StagedTransfer, DirectoryNode)], mayLose: Bool, mayDamage: Bool) -> Outcome {
        var outcome = Outcome()
        var transfers = transfers
        while !transfers.isEmpty {
            do throws(EndpointError) {
                try synchronize(transfers.map(\.0.staged))
                break
            } catch {
                if mayLose, transfers.contains(where: \.0.staged.isLost) {
                    for (transfer, _) in transfers { transfer.staged.discard() }
                    outcome.lost = transfers
                    return outcome
                }
                transfers = rest(of: transfers, after: error)
            }
        }
        goAhead(transfers.lazy.map(\.0).filter(takesStepsAhead))
        for (transfer, directory) in transfers {
            do throws(EndpointError) {
                var transfer = transfer
                transfer.committed = try commit(transfer, in: directory)
                outcome.done.append(transfer)
            } catch  where error.code == .alreadyExists && context.options.comparison.ignoresExisting {
                transfer.staged.discard()
                context.tally.finished()
                context.tally.tell(Problem(.note, .skipped(transfer.action.item.entry, .existsAlready)))
            } catch {
                // A second backup would be one of the new file, if that is in its place.
                let hasChance = transfer.staged.isLost ? mayLose : mayDamage && error.code == .corrupted
                transfer.staged.discard()
                if hasChance && !backups.isOn {
                    outcome.lost.append((transfer, directory))
                } else {
                    context.tally.fail(error)
                }
            }
        }
        return outcome
    }

    /// Gives up the file that an error is of, which the others have no part in; all of them where it is not told of which. A file
    /// is not asked to be made durable twice: where that failed once, the system may say yes although bytes were lost.
    private func rest(
        of transfers: [(StagedTransfer, DirectoryNode)], after error: EndpointError
    ) -> [(StagedTransfer, DirectoryNode)] {
        let isOfOne = transfers.contains { $0.0.path == error.path }
        let failed = isOfOne ? transfers.filter { $0.0.path == error.path } : transfers
        for (transfer, _) in failed {
            transfer.staged.discard()
            context.tally.fail(
                EndpointError(
                    error.code, error.operation, path: transfer.path, location: error.location, reason: error.reason))
        }
        return isOfOne ? transfers.filter { $0.0.path != error.path } : []
    }

    /// Where commits are round trips, each is one for all of them.
    private func goAhead(_ transfers: [StagedTransfer]) {
        guard transfers.count > 1 else { return }
        for _ in 0..<context.destination.capabilities.commitSteps {
            transfers.last?.staged.awaitAnswers()
            for transfer in transfers {
                transfer.staged.advance(toCommit: transfer.action.metadata, length: transfer.length)
            }
        }
        transfers.last?.staged.awaitAnswers()
    }

    /// Whether nothing has to be moved out of the way before the file gets its name.
    private func takesStepsAhead(_ transfer: StagedTransfer) -> Bool {
        let replaced = transfer.action.destination?.kind
        return !backups.isOn && !context.hasOldCheckFiles(of: transfer.action) && (replaced == nil || replaced == .file)
    }

    private func synchronize(_ files: [any StagedFile]) throws(EndpointError) {
        switch context.options.writing.fsync {
        case .none: return
        case .file: for file in files { try file.synchronize() }
        case .batch: try context.destination.durability?.synchronize(files)
        }
    }

    /// Returns what is there now.
    private func commit(
        _ transfer: StagedTransfer, in directory: DirectoryNode
    ) throws(EndpointError) -> Entry {
        let action = transfer.action
        // A file that is written in place changes nothing in its directory, and what had to go before it has gone.
        let replaced = action.destination.flatMap { context.writesInPlace(over: $0) ? nil : $0 }
        if action.destination == nil || replaced != nil { directory.touch() }
        if transfer.path == action.path {
            try obstacles.clear(action.destination, for: action.item.entry.kind)
            if let replaced { try backups.keep(replaced, for: .file) }
        }
        try context.removeOldCheckFiles(beside: action.item, replacing: replaced)
        let committed = try transfer.staged.commit(metadata: action.metadata, length: transfer.length)
        let level = try content.level(of: transfer, as: committed, from: source)
        context.losses.note(
            committed.notSet, of: action.metadata, on: action.item.entry.kind, at: action.path,
            isOwn: action.destination.map { !context.writesInPlace(over: $0) } ?? true)
        if replaced != nil, !context.destination.capabilities.replacesAtomically { context.tally.replacedInSteps() }
        if transfer.path != action.path {
            late.publishLater(action, waitingAt: transfer.path)
        } else {
            removePartial(of: action)
            context.remember(action.item.entry, as: committed.entry, in: directory)
            if let signature = transfer.signature { context.job.memory?.remember(signature, of: committed.entry) }
        }
        arrived(transfer, in: directory)
        var report = transfer.report
        report.digest = context.reportedDigest(of: transfer.content)
        context.tally.transferred(report, level: level)
        return committed.entry.at(transfer.path)
    }

    private func arrived(_ transfer: StagedTransfer, in directory: DirectoryNode) {
        let item = transfer.action.item
        context.deliveries?.delivered(item.entry.path)
        transfer.checkpoints?.forget()
        guard let content = transfer.content else { return }
        context.manifests.recording?.add(item.entry, content)
        context.writeCheckFileLater(content, beside: item, in: directory, late)
    }

    /// Not for a delayed update: it waits where partial files are kept.
    private func removePartial(of action: Action) {
        do throws(EndpointError) {
            try places.removePartial(of: action)
        } catch {
            context.tally.fail(error)
        }
    }
}
