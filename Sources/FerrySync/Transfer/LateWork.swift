internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// What happens after everything was transferred: delayed updates get their names, directories whose content was changed
/// after they were finished get their times back, and sources that nobody removed are told.
final class LateWork: Sendable {
    private struct State: ~Copyable {
        var updates: RecordSpool?
        var touched: RecordSpool?
        var lastTouched: RelativePath?
        /// Directories in which the one for backups may be made, at any time.
        var aboveBackups: [DirectoryNode] = []
    }

    private let state = Mutex(State())
    private let context: RunContext
    let remainingSources = RemainingSources()

    init(context: RunContext) {
        self.context = context
    }

    /// `--delay-updates`: a committed file waits under another name.
    func publishLater(_ action: Action, waitingAt path: RelativePath) {
        state.withLock {
            let spool = $0.updates ?? RecordSpool()
            spool.append(UpdateRecord(path: path, remembered: context.recordLater(action.item.entry)).bytes)
            $0.updates = spool
        }
    }

    /// A finished directory is going to be changed: remember the time that it is to have.
    func touchLater(_ directory: RelativePath, modified: Timestamp) {
        state.withLock {
            guard $0.lastTouched != directory else { return }
            $0.lastTouched = directory
            let spool = $0.touched ?? RecordSpool()
            spool.append(TouchRecord(path: directory, modified: modified).bytes)
            $0.touched = spool
        }
    }

    /// As far as the directory is to have its source's time.
    func touchLater(_ directory: DirectoryNode) {
        guard case .synced = directory.role, let modified = directory.action?.item.entry.modified,
            context.planner.wanted.keepsTime(of: .directory)
        else { return }
        touchLater(directory.path, modified: modified)
    }

    /// The directory for backups is made there whenever the first one is kept, if any is.
    func touchForBackups(_ directory: DirectoryNode) {
        state.withLock { $0.aboveBackups.append(directory) }
    }

    func publishUpdates(backups: Backups, obstacles: Obstacles) {
        guard let updates = state.withLock({ $0.updates }) else { return }
        let records = context.lastRun.map(DelayedRecords.init)
        updates.forEach { bytes in
            do throws(EndpointError) {
                let update = UpdateRecord(bytes: bytes)
                let path = try publish(update.path, backups, obstacles)
                guard let records, let remembered = update.remembered else { return }
                // Its name may have made another version of it.
                if let present = try context.destination.entry(at: path) { records.add(remembered, of: present) }
            } catch {
                context.tally.fail(error)
            }
        }
        records?.finish()
    }

    /// Returns the name that it has now.
    private func publish(
        _ waiting: RelativePath, _ backups: Backups, _ obstacles: Obstacles
    ) throws(EndpointError) -> RelativePath {
        let destination = context.destination
        guard let holder = waiting.parent, let directory = holder.parent, let renaming = destination.renaming else {
            throw EndpointError(.unsupported, .rename, path: waiting, location: destination.location)
        }
        let path = directory.appending(name: waiting.name)
        let old = try destination.entry(at: path)
        let modified = try destination.entry(at: directory)?.modified
        try obstacles.clear(old, for: .file)
        if let old, !old.isDirectory { try backups.keep(old) }
        try context.closed.changing(directory) { () throws(EndpointError) in
            try renaming.rename(waiting, to: path, on: nil)
        }
        do throws(EndpointError) {
            try destination.remove(holder, kind: .directory)
        } catch  where error.code == .notEmpty {}
        if let modified, context.planner.wanted.keepsTime(of: .directory) {
            _ = try destination.apply(Metadata(modified: modified), to: directory, kind: .directory)
        }
        return path
    }

    func restoreTimes() {
        if context.hasMadeBackupDirectory.load(ordering: .relaxed) {
            for directory in state.withLock({ $0.aboveBackups }) { touchLater(directory) }
        }
        guard !context.isDryRun, context.options.metadata.times, let touched = state.withLock({ $0.touched }) else {
            return
        }
        var group: [MetadataChange] = []
        let most = context.destination.changesAtATime
        touched.forEach { bytes in
            let record = TouchRecord(bytes: bytes)
            group.append(
                MetadataChange(path: record.path, kind: .directory, metadata: Metadata(modified: record.modified)))
            if group.count == most {
                restore(group)
                group.removeAll(keepingCapacity: true)
            }
        }
        restore(group)
    }

    private func restore(_ group: [MetadataChange]) {
        for result in context.destination.applying(group) {
            // One that is not there was deleted after its content was.
            if case .failure(let error) = result, error.code != .notFound { context.tally.fail(error) }
        }
    }
}

/// A file that waits for its name, as spooled: whether something is remembered of it (1 byte), what, path.
private struct UpdateRecord {
    let path: RelativePath
    let remembered: DelayedRecord?

    init(path: RelativePath, remembered: DelayedRecord?) {
        (self.path, self.remembered) = (path, remembered)
    }

    init(bytes: [UInt8]) {
        var rest = bytes.dropFirst()
        if bytes[0] == 1 {
            remembered = DelayedRecord(bytes: rest.prefix(DelayedRecord.length))
            rest = rest.dropFirst(DelayedRecord.length)
        } else {
            remembered = nil
        }
        path = RelativePath(unchecked: Array(rest))
    }

    var bytes: [UInt8] { (remembered.map { [1] + $0.bytes } ?? [0]) + path.bytes }
}

/// A directory and its time, as spooled: seconds (8 bytes), nanoseconds (4 bytes), path.
private struct TouchRecord {
    let path: RelativePath
    let modified: Timestamp

    init(path: RelativePath, modified: Timestamp) {
        self.path = path
        self.modified = modified
    }

    init(bytes: [UInt8]) {
        modified = bytes.withUnsafeBytes {
            Timestamp(
                seconds: $0.loadUnaligned(fromByteOffset: 0, as: Int64.self),
                nanoseconds: $0.loadUnaligned(fromByteOffset: 8, as: Int32.self))
        }
        path = RelativePath(unchecked: Array(bytes[12...]))
    }

    var bytes: [UInt8] {
        withUnsafeBytes(of: modified.seconds) { Array($0) } + withUnsafeBytes(of: modified.nanoseconds) { Array($0) }
            + path.bytes
    }
}
