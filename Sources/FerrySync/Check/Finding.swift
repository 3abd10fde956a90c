public import FerryCore

/// What a comparison found under one name.
public struct Finding: Sendable {
    public let verdict: Verdict
    public let path: RelativePath
    /// The first side's entry, and the second's; nil where there is none.
    public let first: Entry?
    public let second: Entry?
    /// In which respects the two differ; empty unless both are there.
    public let aspects: [Aspect]

    public enum Verdict: String, Sendable, Hashable {
        case same
        /// Only the first side has it.
        case missing
        /// Only the second side has it.
        case extra
        case differs
    }

    public enum Aspect: String, Sendable, Hashable {
        case kind, size, time, content, target, device, permissions, owner, group
    }

    /// Both sides have the name.
    public init(_ first: Entry, _ second: Entry, aspects: [Aspect]) {
        verdict = aspects.isEmpty ? .same : .differs
        path = first.path
        self.first = first
        self.second = second
        self.aspects = aspects
    }

    public init(missing entry: Entry) {
        verdict = .missing
        path = entry.path
        first = entry
        second = nil
        aspects = []
    }

    public init(extra entry: Entry) {
        verdict = .extra
        path = entry.path
        first = nil
        second = entry
        aspects = []
    }
}
