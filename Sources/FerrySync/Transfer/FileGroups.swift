internal import FerryCore
internal import FerryEndpoints

/// Small files that go in large groups on few threads: where places answer from afar, all files of a group wait for their
/// answers together, which costs few round trips and wakes few threads. What waits by itself is for the many threads of
/// `RunContext.workers`.
struct FileGroups {
    /// How many groups are under way at a time.
    let threads: Int
    /// Files of a group.
    let size: Int
    /// Bytes of a group; nil is as many as come together.
    let bytes: Int64?
    private let context: RunContext
    /// What is larger has many answers of its own to wait for.
    private let largestFile: Int64

    /// So many keep both sides busy, each while others wait.
    private static let usualThreads = 8
    private static let usualLargest: Int64 = 1 << 20

    /// Nil where files wait one by one, or wait for nothing.
    init?(_ context: RunContext) {
        let writing = context.options.writing
        let sources = context.job.sources.map(\.endpoint.capabilities)
        guard !context.isDryRun, sources.allSatisfy(\.readsInGroups), context.destination.capabilities.commitsInGroups,
            !(sources.allSatisfy(\.cheapLookups) && context.destination.capabilities.cheapLookups),
            writing.method == .staged, writing.backup == nil, !writing.delaysUpdates, !writing.removesSourceFiles,
            writing.partial.isWithoutPlace, !context.requiresProof, context.deliveries == nil
        else { return nil }
        self.context = context
        // Where each file takes several round trips, only what is read ahead: few threads would wait for one after another.
        largestFile = sources.contains { $0.readInSteps != nil } ? ReadAhead.largestFile : Self.usualLargest
        threads = min(context.workers, Self.usualThreads)
        // Who says how many files may be under way means these.
        let most = [context.options.run.workers, context.destination.capabilities.stagedFiles].compactMap { $0 }.min()
        let threads = threads
        bytes = context.destination.capabilities.bytesTogether.map { $0 / Int64(threads) }
        size = max(1, min((most ?? .max) / threads, WorkerPool<FileTask>.usualBatch))
    }

    func takes(_ work: FileTask.Work) -> Bool {
        guard case .action(let action) = work, action.kind == .create || action.kind == .update else { return false }
        let isPlain = action.reference == nil && action.destination?.isDirectory != true
        return isPlain && action.item.entry.kind == .file && action.item.entry.size <= largestFile
            && context.deltaPolicy(for: action) == .whole
    }
}

extension WritingOptions.Partial {
    /// Whether nothing is looked for where an earlier run may have left it.
    fileprivate var isWithoutPlace: Bool { if case .directory = self { false } else { true } }
}

extension Capabilities {
    fileprivate var readsInGroups: Bool { cheapLookups || readsAhead }
    fileprivate var commitsInGroups: Bool { cheapLookups || commitSteps > 0 }
}
