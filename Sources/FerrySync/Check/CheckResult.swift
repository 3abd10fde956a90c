/// What a comparison came to.
package struct CheckResult: Sendable {
    package let counts: CheckCounts
    package let verdict: Verdict

    package enum Verdict: Sendable, Hashable {
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
package struct CheckCounts: Sendable, Hashable {
    package var same = 0
    package var missing = 0
    package var extra = 0
    package var differing = 0
    package var errors = 0
    /// Bytes read on one side.
    package var bytesCompared: Int64 = 0

    package init() {}

    package var differences: Int { missing + extra + differing }
}
