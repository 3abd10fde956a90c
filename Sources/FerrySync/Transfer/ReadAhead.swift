internal import FerryCore
internal import FerryEndpoints

/// Small files of a far source that are asked for before their turn comes, so that one thread waits once for many of them. Used
/// by one thread.
final class ReadAhead {
    private struct Begun {
        let entry: Entry
        let reader: any ByteReader
    }

    private let context: RunContext
    private var tasks: ArraySlice<FileTask> = []
    private var begun: [RelativePath: Begun] = [:]

    /// As much as keeps a link of 50 ms busy together with other threads, and a megabyte of each of them in memory.
    private static let mostFiles = 32
    private static let mostBytes: Int64 = 1 << 20

    init(context: RunContext) {
        self.context = context
    }

    /// These files come next.
    func expect(_ batch: [FileTask]) {
        begun = [:]
        tasks = context.isDryRun || context.deliveries != nil ? [] : batch[...]
        goAhead()
    }

    /// The reader of the whole of this file, if it was asked for and is to be read as it was known then.
    func take(_ entry: Entry, for path: RelativePath) -> (any ByteReader)? {
        guard let found = begun.removeValue(forKey: path) else { return nil }
        goAhead()
        return found.entry == entry ? found.reader : nil
    }

    /// What cannot be opened is opened again when its turn comes, which tells why.
    private func goAhead() {
        while begun.count < Self.mostFiles, let task = tasks.popFirst() {
            guard case .action(let action) = task.work, isWorthIt(action) else { continue }
            let (endpoint, entry) = context.origin(of: action.item)
            guard let reader = try? endpoint.read(entry, range: nil) else { continue }
            begun[action.path] = Begun(entry: entry, reader: reader)
        }
    }

    private func isWorthIt(_ action: Action) -> Bool {
        let (endpoint, entry) = context.origin(of: action.item)
        return (action.kind == .create || action.kind == .update) && entry.kind == .file
            && entry.size <= Self.mostBytes / Int64(Self.mostFiles) && action.reference == nil
            && context.options.writing.method == .staged && endpoint.capabilities.readsAhead
    }
}
