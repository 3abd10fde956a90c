/// An old block found in the new file.
public struct Match: BitwiseCopyable, Hashable, Sendable {
    /// Where it begins: an offset in a window, or in the file.
    var start: Int
    /// The lowest block of that content.
    var block: Int
}

/// What a matcher found in a stretch of the new file.
public struct Findings: Sendable {
    /// In increasing order, not overlapping.
    public var matches: [Match] = []
    /// Where the old file's short last block may begin; to be verified.
    var tailCandidates: [Int] = []

    mutating func removeAll() {
        matches.removeAll(keepingCapacity: true)
        tailCandidates.removeAll(keepingCapacity: true)
    }
}
