internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest
internal import FerryState

/// What happens when all data is at the destination: check files are sent whose data arrived, and others are written.
struct DeliveryPhase {
    let context: RunContext
    let places: StagingPlaces
    let late: LateWork

    func run() {
        guard let deliveries = context.deliveries, !context.job.cancellation.isCancelled else { return }
        sendPostponed(deliveries)
        writeCheckFiles(deliveries)
    }

    // MARK: Check files of the source

    private func sendPostponed(_ deliveries: Deliveries) {
        let (context, places, late) = (context, places, late)
        let notes = DeliveryNotes(context: context, names: deliveries.names)
        let pool = WorkerPool<FileTask>(workers: context.workers, batch: context.stagedFiles) {
            TransferWorker(context: context, places: places, late: late, isLast: true).perform
        }
        deliveries.forEachPostponed { file in
            guard !context.job.cancellation.isCancelled else { return }
            do throws(EndpointError) {
                guard let task = try task(for: file, deliveries, notes) else { return }
                task.directory.retain()
                pool.submit(task)
            } catch {
                context.tally.fail(error)
            }
        }
        pool.finish()
    }

    /// Nil when there is nothing to do.
    private func task(
        for file: DeferredCheckFile, _ deliveries: Deliveries, _ notes: DeliveryNotes
    ) throws(EndpointError) -> FileTask? {
        let source = context.job.sources[file.source].endpoint
        // A link is none of its data's check files, and stays away as long as that does.
        guard let entry = try source.entry(at: file.original), entry.kind == .file || entry.kind == .symlink else {
            return nil
        }
        var item = SourceItem(entry: entry.at(file.path), source: file.source)
        item.originalPath = file.original == file.path ? nil : file.original
        if let reason = try reasonToWait(file, source, deliveries, notes) {
            context.tell(waiting: item, reason)
            return nil
        }
        let present = try context.destination.entry(at: file.path)
        let directory = DirectoryNode(path: file.path.parent ?? .root, role: .synced(hasContent: false), action: nil)
        switch context.planner.decide(item, destination: present) {
        case .action(let action):
            let isSent = action.kind == .create || action.kind == .update
            let data = PresentData(context: context, deliveries: deliveries, notes: notes)
            if isSent, let reason = try data.contradiction(of: file, replacing: present) {
                context.tell(waiting: item, reason)
                return nil
            }
            return FileTask(work: .action(action), directory: directory)
        case .compareContent:
            return FileTask(work: .compare(item, destination: present!, .unknown), directory: directory)
        }
    }

    private func reasonToWait(
        _ file: DeferredCheckFile, _ source: any Endpoint, _ deliveries: Deliveries, _ notes: DeliveryNotes
    ) throws(EndpointError) -> String? {
        switch deliveries.names.subject(of: file.original) {
        case nil: return nil
        case .file:
            guard let data = deliveries.names.data(of: file) else { return nil }
            if deliveries.isWithheld(data.path) { return "its data did not arrive" }
            if deliveries.hasArrived(data.path) { return nil }
            return try source.entry(at: data.original) == nil ? "its data file is not there yet" : nil
        case .directory(let directory):
            for original in try notes.listed(in: file.original, file.source).keys {
                guard let name = original.relative(to: directory) else { continue }
                let path = (file.path.parent ?? .root).appending(name)
                if deliveries.isWithheld(path) { return "'\(name)' did not arrive" }
                if deliveries.hasArrived(path) { continue }
                if try source.entry(at: original) == nil {
                    return "'\(name)' is not there yet"
                }
            }
            return nil
        }
    }

    // MARK: Check files of our own

    private func writeCheckFiles(_ deliveries: Deliveries) {
        deliveries.forEachWritten { digest, file in
            guard !context.job.cancellation.isCancelled else { return }
            do throws(EndpointError) {
                try write(digest, beside: file)
            } catch {
                context.tally.fail(error)
            }
        }
    }

    /// A check file that came from the source under that name stays.
    private func write(_ digest: Digest, beside file: DeferredCheckFile) throws(EndpointError) {
        let source = context.job.sources[file.source].endpoint
        if try source.entry(at: CheckFileNames.checkFile(digest.algorithm, of: file.original)) != nil { return }
        let line = RunContext.checkFileText(digest, file.path)
        let path = CheckFileNames.checkFile(digest.algorithm, of: file.path)
        if context.isDryRun { return tellWritten(Entry(path: path, kind: .file, size: Int64(line.count))) }
        let backups = Backups(context: context, places: places)
        if backups.isOn, let old = try context.destination.entry(at: path), old.kind == .file { try backups.keep(old) }
        let staged = try context.destination.stage(StageRequest(path: path, size: Int64(line.count)))
        do throws(EndpointError) {
            try staged.writeAll(line)
            if context.options.writing.fsync != .none { try staged.synchronize() }
            let permissions = 0o666 & ~context.options.metadata.umask
            let committed = try staged.commit(
                metadata: Metadata(permissions: permissions), length: Int64(line.count))
            tellWritten(committed.entry)
            context.manifests.recording?.add(committed.entry, line)
            context.writtenCheckFiles?.remember(committed.entry, of: file.data)
        } catch {
            staged.discard()
            throw error
        }
    }

    private func tellWritten(_ entry: Entry) {
        context.tally.tell(ItemReport(action: .create, entry: entry, isNew: true, reason: .missing))
    }
}

extension StagedFile {
    fileprivate func writeAll(_ bytes: [UInt8]) throws(EndpointError) {
        var failure: EndpointError?
        bytes.withUnsafeBytes { bytes in
            do throws(EndpointError) { try write(bytes, at: 0) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
