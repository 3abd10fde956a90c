internal import FerryCore

/// Which bytes of a staged file were given by an instruction, so that a forgotten range is noticed at the commit.
struct CoveredRanges: Sendable {
    /// Disjoint, not touching, ascending.
    private var ranges: [Range<Int64>] = []

    /// The length of the run that starts at byte 0.
    var prefix: Int64 {
        guard let first = ranges.first, first.lowerBound == 0 else { return 0 }
        return first.upperBound
    }

    /// The first offset after everything that was given.
    var end: Int64 { ranges.last?.upperBound ?? 0 }

    /// Whether every byte before `length` was given, and none after it.
    func isExactly(_ length: Int64) -> Bool { end == length && prefix == length }

    mutating func insert(_ range: ByteRange) {
        guard range.length > 0 else { return }
        var merged = range.offset..<range.end
        var kept: [Range<Int64>] = []
        for other in ranges {
            if other.upperBound < merged.lowerBound || other.lowerBound > merged.upperBound {
                kept.append(other)
            } else {
                merged = min(merged.lowerBound, other.lowerBound)..<max(merged.upperBound, other.upperBound)
            }
        }
        kept.append(merged)
        ranges = kept.sorted { $0.lowerBound < $1.lowerBound }
    }
}
