public import FerryCore
public import FerryManifest
internal import Synchronization

/// The manifest that a run makes of what is at the destination because of it. Records come from all threads as files are
/// finished, lie in a temporary file when they are many, and are brought into order at the end.
public final class Recording: Sendable {
    private struct State {
        let sorter = RecordSorter()
        var count = 0
        var failure: ManifestError?
    }

    /// The digests that every file gets.
    public let algorithms: [DigestAlgorithm]
    private let state = Mutex(State())

    public init(_ algorithms: [DigestAlgorithm]) {
        self.algorithms = algorithms
    }

    /// `entry` is the source's, with its path in the transfer; of files its content is needed.
    func add(_ entry: Entry, _ content: ContentSummary?) {
        var record = Record(entry)
        if record.path.isRoot { return }
        if let content {
            record.size = content.size
            record.digests = algorithms.compactMap { algorithm in
                content.digests.first { $0.algorithm == algorithm }
            }
            record.lineCount = content.lineCount
        }
        state.withLock { [record] state in
            guard state.failure == nil else { return }
            state.count += 1
            do throws(ManifestError) {
                try state.sorter.add(record, line: state.count)
            } catch {
                state.failure = error
            }
        }
    }

    /// A small file that the run made itself, with what it holds.
    func add(_ entry: Entry, _ text: [UInt8]) {
        add(entry, ContentSummary(digests: algorithms.map { Hasher.digest(text, $0) }, size: Int64(text.count)))
    }

    /// Writes the manifest, once the run has ended. `isComplete` says whether every selected entry is in it.
    public func write(into writer: any RecordWriter, isComplete: Bool) throws(ManifestError) {
        var failure: ManifestError?
        state.withLock { state in
            do throws(ManifestError) {
                if let failure = state.failure { throw failure }
                let records = try state.sorter.sorted(as: .native)
                while let record = try records.next() { try writer.append(record) }
                try writer.finish(isComplete: isComplete)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
