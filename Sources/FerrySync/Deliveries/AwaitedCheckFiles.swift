internal import FerryCore
internal import FerryEndpoints

/// Work on files that the destination has, held back until the walk over both trees has passed the names of their check
/// files: where the destination is far away, its listing tells of each what a question would take a round trip for.
struct AwaitedCheckFiles {
    private struct Awaited {
        let checkFile: RelativePath
        let task: FileTask

        /// Whether nothing of the check file's name can come any more, not even a directory.
        func hasPassed(_ entry: Entry) -> Bool {
            CanonicalOrder.compare(checkFile, isDirectory: true, entry.path, isDirectory: entry.isDirectory) < 0
        }
    }

    private let deliveries: Deliveries
    /// In canonical order everything between `NAME` and `NAME.sha256` begins with `NAME`, so each name that is awaited comes
    /// before those that were awaited earlier.
    private var awaited: [Awaited] = []

    /// Nil where no check files are written, or nothing but a question tells whether one is there.
    init?(_ context: RunContext) {
        let able = context.destination.capabilities
        guard let deliveries = context.deliveries, deliveries.options.written != nil, !able.cheapLookups,
            able.isCaseSensitive
        else { return nil }
        self.deliveries = deliveries
    }

    /// Whether the task waits. To be called in canonical order, as far as both sides have a file.
    mutating func hold(_ task: FileTask) -> Bool {
        guard let (item, present) = task.work.file, present.kind == .file,
            let algorithm = deliveries.algorithm(beside: item.entry.path)
        else { return false }
        awaited.append(
            Awaited(checkFile: CheckFileNames.checkFile(algorithm, of: item.entry.path), task: task))
        return true
    }

    /// The walk comes to this pair. Returns what need not wait any more.
    mutating func advance(to pair: Pair) -> [FileTask] {
        guard !awaited.isEmpty, let entry = pair.destination ?? pair.source?.entry else { return [] }
        var ready: [FileTask] = []
        while let last = awaited.last {
            if last.checkFile == entry.path {
                // A source's name may still meet a directory.
                guard let present = pair.destination else { break }
                ready.append(last.task.knowing(checkFile: present))
            } else if last.hasPassed(entry) {
                ready.append(last.task.knowing(checkFile: nil))
            } else {
                break
            }
            awaited.removeLast()
        }
        return ready
    }

    /// What the destination has at `path`, or below it, is unknown.
    mutating func giveUp(at path: RelativePath) -> [FileTask] {
        let unknown = awaited.filter { $0.checkFile.isInside(path) }
        awaited.removeAll { $0.checkFile.isInside(path) }
        return unknown.map(\.task)
    }

    /// - Parameter isComplete: Whether the walk has come to its end.
    mutating func finish(isComplete: Bool) -> [FileTask] {
        defer { awaited = [] }
        return awaited.map { isComplete ? $0.task.knowing(checkFile: nil) : $0.task }
    }
}

extension FileTask.Work {
    /// The item and what the destination has in its place, of work on one name.
    fileprivate var file: (SourceItem, Entry)? {
        switch self {
        case .action(let action): action.destination.map { (action.item, $0) }
        case .compare(let item, let present, _): (item, present)
        case .links: nil
        }
    }
}

extension FileTask {
    fileprivate func knowing(checkFile: Entry?) -> FileTask {
        switch work {
        case .action(var action):
            action.item.checkFile = Looked(checkFile)
            return FileTask(work: .action(action), directory: directory)
        case .compare(var item, let present, let remembered):
            item.checkFile = Looked(checkFile)
            return FileTask(work: .compare(item, destination: present, remembered), directory: directory)
        case .links: return self
        }
    }
}
