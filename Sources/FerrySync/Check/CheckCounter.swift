internal import FerryCore
internal import Synchronization

/// Counts the findings of a comparison and tells its observer. Used by all threads.
final class CheckCounter: Sendable {
    private let counts = Mutex(CheckCounts())
    private let untimed = Mutex(0)
    private let observer: any FindingObserver<Finding>
    private let reportsSame: Bool

    init(observer: any FindingObserver<Finding>, reportsSame: Bool) {
        self.observer = observer
        self.reportsSame = reportsSame
    }

    func found(_ finding: Finding) {
        counts.withLock {
            switch finding.verdict {
            case .same: $0.same += 1
            case .missing: $0.missing += 1
            case .extra: $0.extra += 1
            case .differs: $0.differing += 1
            }
        }
        if finding.verdict != .same || reportsSame { observer.observe(.finding(finding)) }
    }

    /// A file's time was to be compared, and one side tells none.
    func couldNotCompareTimes() { untimed.withLock { $0 += 1 } }

    /// Of how many files that was so.
    var timesNotCompared: Int { untimed.withLock { $0 } }

    func read(_ bytes: Int64) {
        counts.withLock { $0.bytesCompared += bytes }
    }

    /// `errors` is how many problems were told meanwhile.
    func total(errors: Int) -> CheckCounts {
        counts.withLock {
            $0.errors = errors
            return $0
        }
    }
}
