internal import Synchronization

/// Counts requests, by S3's names for them, of all endpoints that share it: what is looked at before a run begins is looked at
/// by others than the run's.
public final class RequestLog: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    public init() {}

    func note(_ operation: String) { counts.withLock { $0[operation, default: 0] += 1 } }

    /// Those since the last call.
    func take() -> [String: Int] {
        counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
    }
}
