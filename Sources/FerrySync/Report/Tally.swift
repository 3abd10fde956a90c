public import FerryCore
public import FerryEndpoints
internal import Glibc
internal import Synchronization

/// Counts what happens in a run and tells its observer. Used by all threads.
public final class Tally: Sendable {
    private struct State {
        var statistics = Statistics()
        var progress = Progress()
        var worst = Problem.Severity.note
        var hasFailed = false
        var metadataNotSet: [UInt8: Int] = [:]
        var kindsNotKept: [EntryKind: Int] = [:]
        var hardLinksNotKept = 0
        var limitReached = false
        /// The status of a run that ends early: because of a rule, or for want of a connection.
        var ending: ExitStatus?
    }

    private let state = Mutex(State())
    /// When the next event of progress is due, in milliseconds of the monotonic clock: outside of the lock, because every piece
    /// of every file asks for it.
    private let progressDue = Atomic<Int64>(0)
    private let observer: any SyncObserver
    private let reportsUnchanged: Bool
    private let cancellation: Cancellation
    private let started = Tally.now()
    /// A live line needs no more than this many milliseconds between two events.
    private static let progressInterval: Int64 = 50

    /// - Parameter cancellation: Ends the run.
    public init(observer: any SyncObserver, reportsUnchanged: Bool, cancellation: Cancellation) {
        self.observer = observer
        self.cancellation = cancellation
        self.reportsUnchanged = reportsUnchanged
    }

    // MARK: What happens

    public func scanned(_ entry: Entry) {
        state.withLock {
            $0.statistics.entries.count(entry.kind)
            if entry.kind == .file || entry.kind == .symlink { $0.statistics.totalSize += entry.size }
            $0.progress.scanned += 1
        }
    }

    /// Files that the scan found to be as they should.
    public func scanned(files: Int, bytes: Int64) {
        state.withLock {
            $0.statistics.entries.count(.file, files)
            $0.statistics.totalSize += bytes
            $0.progress.scanned += files
        }
        tellProgress(always: false)
    }

    public func scanEnded() {
        state.withLock {
            $0.progress.scanIsRunning = false
            $0.statistics.scanSeconds = Self.now() - started
        }
        tellProgress(always: true)
    }

    public func planned(bytes: Int64) {
        state.withLock {
            $0.progress.filesPlanned += 1
            $0.progress.bytesPlanned += bytes
        }
        // A large file may be one long call, during which nothing else is told.
        tellProgress(always: bytes >= 1 << 20)
    }

    /// Content arrived at the destination, or was read: `bytes` more. `done` are there now of the file that an action
    /// sends.
    public func sent(_ bytes: Int64, of action: Action? = nil, done: Int64 = 0) {
        state.withLock { $0.progress.bytesDone += bytes }
        tellProgress(always: false) {
            $0.current = action?.report
            $0.currentDone = done
        }
    }

    /// What was composed at the destination is not the file, or could not be composed.
    public func sendsWhole(_ path: RelativePath, because error: EndpointError) {
        state.withLock { $0.statistics.composedInVain += 1 }
        tell(Problem(.note, .message("'\(path)' is sent whole: \(error.reason)")))
    }

    /// A changed file goes whole, although its old version is known: nobody would tell whether what is composed is right.
    public func cannotConfirm() {
        state.withLock { $0.statistics.unconfirmable += 1 }
    }

    /// A file was replaced where nobody can do that at once.
    public func replacedInSteps() {
        state.withLock { $0.statistics.replacedInSteps += 1 }
    }

    /// An unchanged file was read, so that a manifest can tell of it.
    public func described(bytes: Int64) {
        state.withLock {
            $0.progress.filesDone += 1
            $0.statistics.described += 1
            $0.statistics.describedBytes += bytes
        }
    }

    /// A file stays away because its delivery is not complete.
    public func waits() {
        state.withLock { $0.statistics.waiting += 1 }
    }

    public func requested(_ requests: [String: Int]) {
        state.withLock { $0.statistics.requests.merge(requests) { $0 + $1 } }
    }

    /// Content that was read is what a manifest says.
    public func agreed() {
        state.withLock { $0.statistics.agreed += 1 }
    }

    /// A planned file is done, without anything to tell of it.
    public func finished() {
        state.withLock { $0.progress.filesDone += 1 }
    }

    public func transferred(_ report: ItemReport, level: VerificationLevel) {
        state.withLock {
            $0.statistics.filesTransferred += 1
            $0.statistics.transferredSize += report.entry.size
            $0.statistics.literalBytes += report.literalBytes
            $0.statistics.matchedBytes += report.matchedBytes
            $0.statistics.verified[level, default: 0] += 1
            $0.progress.filesDone += 1
        }
        tell(report)
    }

    /// Tells of an item, counting what is new or gone.
    public func tell(_ report: ItemReport) {
        state.withLock {
            switch report.action {
            case .delete: $0.statistics.deleted.count(report.entry.kind)
            case .setMetadata: $0.statistics.metadataChanged += 1
            default: if report.isNew { $0.statistics.created.count(report.entry.kind) }
            }
        }
        if reportsUnchanged || report.isSignificant { observer.observe(.item(report)) }
    }

    public func tell(_ problem: Problem) {
        state.withLock {
            $0.worst = max($0.worst, problem.severity)
            if problem.severity >= .error, !problem.isOfRefusedName { $0.hasFailed = true }
            if problem.severity == .vanished { $0.statistics.vanished += 1 }
            if problem.severity >= .error { $0.statistics.errors += 1 }
            if case .deletionLimit = problem.kind { $0.limitReached = true }
        }
        observer.observe(.problem(problem))
    }

    /// What was cancelled is told of by who cancelled it. Without a connection the run ends: of all that fails for that
    /// reason, the first is told.
    public func fail(_ error: EndpointError) {
        if error.code == .cancelled { return }
        guard let status = error.lossStatus else { return tell(Problem(.error, .endpoint(error))) }
        // What was lost after somebody ended the run is no news.
        if cancellation.isCancelled { return }
        if end(with: status) { tell(Problem(.fatal, .endpoint(error))) }
        cancellation.cancel()
    }

    /// What nothing can go on after: the scan itself failed.
    public func fail(ending error: EndpointError) {
        if error.lossStatus != nil || error.code == .cancelled { return fail(error) }
        tell(Problem(.fatal, .endpoint(error)))
    }

    /// There is no destination, nor could it be made; the failure itself is told by `fail(ending:)`.
    public func endsWithoutPlace(_ error: EndpointError) {
        if error.lossStatus == nil && error.code != .cancelled { _ = end(with: .fileIO) }
    }

    /// A failure of the scan: what vanished between being named and being looked at is no error of ours.
    public func fail(scanning error: EndpointError) {
        fail(error)
    }

    /// `--list-only`: every entry is told.
    public func list(_ entry: Entry) {
        observer.observe(.item(ItemReport(action: .skip, entry: entry, reason: .same)))
    }

    /// A rule that ends the run: without it nothing tells what takes part. Several threads may meet one; the first is
    /// told.
    public func refuse(_ error: FilterParseError) {
        if end(with: error.isFileError ? .fileIO : .usage) { tell(Problem(.fatal, .filterRule(error))) }
        cancellation.cancel()
    }

    /// Whether this is the first reason for the run to end.
    private func end(with status: ExitStatus) -> Bool {
        state.withLock { state in
            defer { state.ending = state.ending ?? status }
            return state.ending == nil
        }
    }

    public func notSet(_ fields: MetadataFields) {
        guard !fields.isEmpty else { return }
        state.withLock { $0.metadataNotSet[fields.rawValue, default: 0] += 1 }
    }

    /// A name of a file that has others got content of its own.
    public func hardLinkNotKept() { state.withLock { $0.hardLinksNotKept += 1 } }

    /// Nothing failed: a place that cannot hold a kind of thing keeps no deletion from being right.
    public func notKept(_ kind: EntryKind) { state.withLock { $0.kindsNotKept[kind, default: 0] += 1 } }

    public func tell(_ detail: Detail) { observer.observe(.detail(detail)) }

    // MARK: What it came to

    /// Whether anything failed that makes the scan incomplete or the result partial. Names that can be nowhere are no such thing.
    public var hasErrors: Bool { state.withLock { $0.hasFailed } }

    /// Tells once of each kind of thing that the destination did not keep, when all else is done.
    public func tellLosses() {
        let (metadata, kinds, links) = state.withLock {
            ($0.metadataNotSet, $0.kindsNotKept, $0.hardLinksNotKept)
        }
        if links > 0 { tell(Problem(.warning, .hardLinksNotKept(count: links))) }
        for (fields, count) in metadata.sorted(by: { $0.key < $1.key }) {
            tell(Problem(.warning, .metadataNotKept(MetadataFields(rawValue: fields), count: count)))
        }
        for (kind, count) in kinds.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            tell(Problem(.error, .kindNotKept(kind, count: count)))
        }
    }

    public func result(isCancelled: Bool) -> SyncResult {
        tellProgress(always: true)
        let (statistics, worst, limitReached, ending) = state.withLock { state in
            state.statistics.totalSeconds = Self.now() - started
            return (state.statistics, state.worst, state.limitReached, state.ending)
        }
        let status: ExitStatus =
            if let ending { ending } else if isCancelled { .signal } else if worst >= .error {
                .partial
            } else if limitReached {
                .deleteLimit
            } else if worst == .vanished { .vanished } else { .success }
        return SyncResult(statistics: statistics, status: status, hasEnded: !isCancelled && worst != .fatal)
    }

    /// - Parameter complete: Adds what is worth finding out only if it is told.
    private func tellProgress(always: Bool, completing complete: (inout Progress) -> Void = { _ in }) {
        let now = Int64(Self.now() * 1000)
        let due = progressDue.load(ordering: .relaxed)
        guard always || now >= due,
            progressDue.compareExchange(expected: due, desired: now + Self.progressInterval, ordering: .relaxed)
                .exchanged || always
        else { return }
        let progress = state.withLock {
            complete(&$0.progress)
            return $0.progress
        }
        observer.observe(.progress(progress))
    }

    /// Called between batches of the scan, so that the live line moves before anything is transferred.
    public func scanProgressed() {
        tellProgress(always: false)
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension Problem {
    fileprivate var isOfRefusedName: Bool {
        guard case .endpoint(let error) = kind else { return false }
        return error.hidden != .anything
    }
}

extension ItemReport {
    /// Whether something was done, or found to differ. Leaving an entry alone for an option's sake is a problem event.
    public var isSignificant: Bool {
        switch action {
        case .create: isNew || !changes.isEmpty || reason != .inReferenceTree
        case .update, .delete: true
        case .make: isNew || !changes.isEmpty
        case .setMetadata, .skip: !changes.isEmpty
        case .link: isNew || !changes.isEmpty || linkedTo.map { !$0.isRoot } ?? false
        }
    }
}
