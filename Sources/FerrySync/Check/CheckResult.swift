/// What a comparison came to.
public struct CheckResult: Sendable {
    public let counts: CheckCounts
    public let verdict: Verdict

    public enum Verdict: Sendable, Hashable {
        case same, different
        /// Something could not be looked at.
        case undecided
        case interrupted
    }

    init(_ counts: CheckCounts, isInterrupted: Bool) {
        self.counts = counts
        verdict =
            isInterrupted ? .interrupted : counts.errors > 0 ? .undecided : counts.differences > 0 ? .different : .same
    }
}

/// How many names were found equal, and how many not.
public struct CheckCounts: Sendable, Hashable {
    public var same = 0
    public var missing = 0
    public var extra = 0
    public var differing = 0
    public var errors = 0
    /// Bytes read on one side.
    public var bytesCompared: Int64 = 0

    public init() {}

    public var differences: Int { missing + extra + differing }
}
