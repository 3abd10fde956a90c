internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// What the threads of a run note about data files and their check files: which data did not arrive, so that its check
/// file does not either, and what is left to do when all data is there.
final class Deliveries: Sendable {
    private struct State: ~Copyable {
        /// Data that is under way, waits or failed.
        var withheld: Set<RelativePath> = []
        /// The hashes of the names of data that arrived: a million of them are to cost little.
        var arrived: Set<Int> = []
        var deferred: RecordSpool?
        var written: RecordSpool?
    }

    let options: DeliveryOptions
    let names: CheckFileNames
    /// Those of every kind: of these, no check files are written, and they stay where their data does.
    let checkFiles: CheckFileNames
    private let state = Mutex(State())

    /// Nil where a run has nothing to do with check files.
    init?(_ options: DeliveryOptions) {
        guard options.isOn else { return nil }
        self.options = options
        names = CheckFileNames(options.required)
        checkFiles = CheckFileNames(
            DeliveryOptions.usualEndings + options.required
                + DeliveryOptions.writtenAlgorithms.map(\.checkFileEnding))
    }

    /// Until it is delivered, a file's check files stay away.
    func withhold(_ path: RelativePath) {
        if !options.required.isEmpty { state.withLock { _ = $0.withheld.insert(path) } }
    }

    func delivered(_ path: RelativePath) {
        guard !options.required.isEmpty else { return }
        state.withLock { state in
            state.withheld.remove(path)
            if checkFiles.subject(of: path) == nil { state.arrived.insert(path.hashValue) }
        }
    }

    /// Whether data was sent in this run, so that it is what its check files say.
    func hasArrived(_ path: RelativePath) -> Bool { state.withLock { $0.arrived.contains(path.hashValue) } }

    func isWithheld(_ path: RelativePath) -> Bool { state.withLock { $0.withheld.contains(path) } }

    /// A check file is to be sent when all data was.
    func postpone(_ item: SourceItem) {
        let record = DeferredCheckFile(item).bytes
        state.withLock { state in
            let spool = state.deferred ?? RecordSpool()
            spool.append(record)
            state.deferred = spool
        }
    }

    /// The digest by which a check file is written beside a file; nil where none is: not beside check files.
    func algorithm(beside path: RelativePath) -> DigestAlgorithm? {
        options.written.flatMap { checkFiles.subject(of: path) == nil ? $0 : nil }
    }

    /// A check file is to be written beside a file that is at the destination, if its digest is known. Returns whether.
    func writeLater(_ content: ContentSummary, beside item: SourceItem) -> Bool {
        guard let algorithm = algorithm(beside: item.entry.path),
            let digest = content.digests.first(where: { $0.algorithm == algorithm })
        else { return false }
        let record = digest.bytes + DeferredCheckFile(item).bytes
        state.withLock { state in
            let spool = state.written ?? RecordSpool()
            spool.append(record)
            state.written = spool
        }
        return true
    }

    func forEachPostponed(_ body: (DeferredCheckFile) -> Void) {
        state.withLock { $0.deferred }?.forEach { body(DeferredCheckFile(bytes: $0[...])) }
    }

    func forEachWritten(_ body: (Digest, DeferredCheckFile) -> Void) {
        guard let algorithm = options.written else { return }
        state.withLock { $0.written }?.forEach { record in
            guard let digest = Digest(algorithm: algorithm, bytes: Array(record[..<algorithm.digestLength])) else {
                return
            }
            body(digest, DeferredCheckFile(bytes: record[algorithm.digestLength...]))
        }
    }
}
