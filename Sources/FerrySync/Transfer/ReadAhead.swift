internal import FerryCore
internal import FerryEndpoints

/// Small files of a far source that are asked for before their turn comes, so that one thread waits once for many of them. Used
/// by one thread.
final class ReadAhead {
    private struct Begun {
        let entry: Entry
        let reader: any ByteReader
        /// How many steps had been taken when it was begun.
        let steps: Int
    }

    private let context: RunContext
    private var tasks: ArraySlice<FileTask> = []
    private var begun: [RelativePath: Begun] = [:]
    /// Those of them whose content was not asked for yet, as far as that takes a step of its own.
    private var opening: [any ByteReader] = []
    /// How often that was done, for all of them.
    private var steps = 0
    /// How many threads read groups of files; nil where each thread has one file after another.
    private let threads: Int?

    /// As much as keeps a link of 50 ms busy together with other threads, and a megabyte of each of them in memory.
    private static let mostFiles = 32
    private static let mostBytes: Int64 = 1 << 20
    /// What is larger is worth a wait of its own.
    static let largestFile = mostBytes / Int64(mostFiles)

    /// - Parameter threads: As many read groups of files; nil where many threads have one file after another.
    init(context: RunContext, threads: Int?) {
        self.context = context
        self.threads = threads
    }

    /// These files come next.
    func expect(_ batch: [FileTask]) {
        (begun, opening) = ([:], [])
        let isOfUse = !context.isDryRun && context.deliveries == nil
        tasks = isOfUse && context.job.sources.contains { mayAsk($0.endpoint) } ? batch[...] : []
        goAhead()
    }

    private func mayAsk(_ endpoint: any Endpoint) -> Bool {
        let capabilities = endpoint.capabilities
        return capabilities.readsAhead && (threads != nil || capabilities.readInSteps == nil)
    }

    /// The reader of the whole of this file, if it was asked for and is to be read as it was known then.
    func take(_ entry: Entry, for path: RelativePath) -> (any ByteReader)? {
        guard let found = begun.removeValue(forKey: path) else { return nil }
        if found.steps == steps {
            for reader in opening { reader.advance() }
            opening = []
            steps += 1
        }
        goAhead()
        return found.entry == entry ? found.reader : nil
    }

    /// What cannot be opened is opened again when its turn comes, which tells why.
    private func goAhead() {
        while begun.count < Self.mostFiles, let task = tasks.first {
            guard case .action(let action) = task.work, isWorthIt(action) else {
                tasks.removeFirst()
                continue
            }
            let (endpoint, entry) = context.origin(of: action.item)
            let capabilities = endpoint.capabilities
            if begun.count >= mostOpen(capabilities) { return }
            tasks.removeFirst()
            guard let reader = try? endpoint.read(entry, range: nil) else { continue }
            begun[action.path] = Begun(entry: entry, reader: reader, steps: steps)
            if capabilities.readInSteps != nil { opening.append(reader) }
        }
    }

    /// How many of its files may be open at a time for this thread.
    private func mostOpen(_ capabilities: Capabilities) -> Int {
        guard let threads, let most = capabilities.readInSteps else { return Self.mostFiles }
        return max(1, most / threads)
    }

    private func isWorthIt(_ action: Action) -> Bool {
        let (endpoint, entry) = context.origin(of: action.item)
        guard
            (action.kind == .create || action.kind == .update) && entry.kind == .file
                && entry.size <= Self.largestFile && action.reference == nil
                && context.options.writing.method == .staged
        else { return false }
        return mayAsk(endpoint)
    }
}
