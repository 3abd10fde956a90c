/// The rate of the last few seconds.
struct RateWindow: Sendable {
    private var samples: [(time: Double, bytes: Int64)] = []
    /// Seconds that count: long enough to be steady, short enough to follow.
    private static let length = 5.0

    mutating func add(_ bytes: Int64, at time: Double) {
        samples.append((time, bytes))
        while samples.count > 2, time - samples[1].time >= Self.length { samples.removeFirst() }
    }

    /// Bytes a second; 0 before anything is known.
    var rate: Double {
        guard let first = samples.first, let last = samples.last, last.time > first.time else { return 0 }
        return Double(last.bytes - first.bytes) / (last.time - first.time)
    }
}
