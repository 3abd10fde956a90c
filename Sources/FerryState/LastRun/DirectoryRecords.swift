public import FerryCore
internal import Synchronization

/// The last-run records of the files of one directory. Used by all threads that work in it.
public final class DirectoryRecords: Sendable {
    /// What is remembered of a name, against what is there now.
    public enum Verdict: Sendable {
        /// No run has brought this file here, or the record is lost.
        case unknown
        /// Both sides are what they were when their content was the same.
        case holds
        /// One of them is not.
        case differs
    }

    private struct State {
        /// Read when it is first asked for: many directories hold no files.
        var stored: Stored?
        /// Which of the stored names the run has met.
        var isMet: [Bool] = []
        var changed: [UInt64: UInt64] = [:]

        /// The stored fingerprint of a name, which is met herewith.
        mutating func meet(_ name: UInt64) -> UInt64? {
            guard let index = stored!.records.index(ofName: name) else { return nil }
            isMet[index / 2] = true
            return stored!.records[index]
        }
    }

    /// What the store has of a directory.
    struct Stored: Sendable {
        /// Pairs of a name's hash and a fingerprint, by the hashes: 16 bytes a file.
        var records: [UInt64] = []
        /// The row should be written anew although nothing in it changes.
        var isOutdated = false
    }

    public let path: RelativePath
    private let state = Mutex(State())
    private let isAmendment: Bool
    private let load: @Sendable () -> Stored

    /// - Parameter isAmendment: The run has been there already, and has something to add.
    init(path: RelativePath, isAmendment: Bool = false, load: @escaping @Sendable () -> Stored) {
        self.path = path
        self.isAmendment = isAmendment
        self.load = load
    }

    public func verdict(on name: ArraySlice<UInt8>, source: RecordedFile, destination: RecordedFile) -> Verdict {
        let name = RecordFingerprint.of(name: name)
        let known = state.withLock { state in
            if state.stored == nil {
                let stored = load()
                state.stored = stored
                state.isMet = Array(repeating: false, count: stored.records.count / 2)
            }
            return state.meet(name)
        }
        guard let known else { return .unknown }
        return known == RecordFingerprint.of(source: source, destination: destination) ? .holds : .differs
    }

    public func remember(
        _ name: ArraySlice<UInt8>, source: RecordedFile, destination: RecordedFile, isCertain: Bool
    ) {
        remember(name, source: RecordedSide(source), destination: destination, isCertain: isCertain)
    }

    /// Remembers that both sides hold the same content. Said twice, the later one counts.
    ///
    /// - Parameter isCertain: False where the source could have changed since it was read, without a trace.
    public func remember(
        _ name: ArraySlice<UInt8>, source: RecordedSide, destination: RecordedFile, isCertain: Bool
    ) {
        let name = RecordFingerprint.of(name: name)
        let print =
            isCertain ? RecordFingerprint.of(source: source, destination: destination) : RecordFingerprint.uncertain
        state.withLock { $0.changed[name] = print }
    }

    /// The records to be stored from now on, nil when those that are there will do. Names that the run has not met stay,
    /// because it may have been asked for a part of the tree only, as long as they are the fewer.
    func toStore() -> [UInt64]? {
        state.withLock { state in
            if state.changed.isEmpty, state.stored == nil { return nil }
            let stored = state.stored ?? load()
            let known = stored.records
            let met = state.isMet.count { $0 }
            let unmet = known.count / 2 - met
            guard !state.changed.isEmpty || stored.isOutdated || unmet > met else { return nil }
            var all = state.changed
            if isAmendment || unmet <= met + state.changed.count {
                for index in stride(from: 0, to: known.count, by: 2) where all[known[index]] == nil {
                    all[known[index]] = known[index + 1]
                }
            }
            return all.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        }
    }
}

extension [UInt64] {
    /// The index of a name's fingerprint in pairs that are sorted by the names' hashes.
    fileprivate func index(ofName name: UInt64) -> Int? {
        var low = 0, high = count / 2
        while low < high {
            let middle = (low + high) / 2
            if self[2 * middle] < name { low = middle + 1 } else { high = middle }
        }
        return 2 * low < count && self[2 * low] == name ? 2 * low + 1 : nil
    }
}
