public import FerryCore

/// When two times of modification, or of access, count as equal.
public struct TimeComparison: Sendable {
    /// In seconds; 0 compares whole seconds as rsync does, negative compares at `precision`.
    let window: Int64
    /// The coarser precision of the two sides.
    let precision: TimePrecision

    public init(window: Int64, precision: TimePrecision) {
        self.window = window
        self.precision = precision
    }

    /// Whether the times of two files are known to be equal, as far as both were written down.
    public func areEqual(_ left: Attributes, _ right: Attributes) -> Bool {
        ofWrittenTimes(left, right).areEqual(left.modified, right.modified)
    }

    /// Whether `right` is later than `left`, as far as both times were written down.
    public func isNewer(_ right: Attributes, than left: Attributes) -> Bool {
        ofWrittenTimes(left, right).isNewer(right.modified, than: left.modified)
    }

    private func ofWrittenTimes(_ left: Attributes, _ right: Attributes) -> TimeComparison {
        guard left.isModifiedInSeconds || right.isModifiedInSeconds else { return self }
        return TimeComparison(window: window, precision: precision.coarser(.second))
    }

    /// Whether the times are known to be equal. Where one side keeps no time they are not.
    public func areEqual(_ left: Timestamp?, _ right: Timestamp?) -> Bool {
        guard let left, let right, precision != .none else { return false }
        if window > 0 { return abs(left.seconds - right.seconds) <= window }
        if window == 0 { return left.seconds == right.seconds }
        return left.truncated(to: precision) == right.truncated(to: precision)
    }

    /// Whether `right` is later than `left` by more than what counts as equal.
    public func isNewer(_ right: Timestamp?, than left: Timestamp?) -> Bool {
        guard let left, let right, precision != .none else { return false }
        if window >= 0 { return left.seconds - right.seconds < -window }
        return left.truncated(to: precision) < right.truncated(to: precision)
    }
}
