internal import FerryCore
internal import FerryEndpoints
internal import FerryState
internal import Synchronization

/// What a run finds out about the times that a destination keeps, where nothing but trying shows that.
final class TimeTrials: Sendable {
    private struct Outcomes {
        var set: VainTimes = []
        var refused: VainTimes = []
    }

    private let outcomes = Mutex(Outcomes())

    /// - Parameters:
    ///   - notSet: What of the metadata that an entry was to have could not be set.
    ///   - isPresent: Its content was there already.
    func note(_ kind: EntryKind, _ metadata: Metadata, notSet: MetadataFields, isPresent: Bool) {
        guard metadata.modified != nil, kind != .symlink else { return }
        let times: VainTimes = kind == .directory ? .directories : isPresent ? .presentFiles : .files
        outcomes.withLock { outcomes in
            if notSet.contains(.modified) { outcomes.refused.formUnion(times) } else { outcomes.set.formUnion(times) }
        }
    }

    /// What is known by now: a single success tells that others failed for reasons of their own.
    func conclusion(from known: VainTimes) -> VainTimes {
        outcomes.withLock { known.union($0.refused).subtracting($0.set) }
    }
}
