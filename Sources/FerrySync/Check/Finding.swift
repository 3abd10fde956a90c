package import FerryCore

/// What a comparison found under one name.
package struct Finding: Sendable {
    package let verdict: Verdict
    package let path: RelativePath
    /// The first side's entry, and the second's; nil where there is none.
    package let first: Entry?
    package let second: Entry?
    /// In which respects the two differ; empty unless both are there.
    package let aspects: [Aspect]

    package enum Verdict: String, Sendable, Hashable {
        case same
        /// Only the first side has it.
        case missing
        /// Only the second side has it.
        case extra
        case differs
    }

    package enum Aspect: String, Sendable, Hashable {
        case kind, size, time, content, target, device, permissions, owner, group
    }

    /// Both sides have the name.
    package init(_ first: Entry, _ second: Entry, aspects: [Aspect]) {
        verdict = aspects.isEmpty ? .same : .differs
        path = first.path
        self.first = first
        self.second = second
        self.aspects = aspects
    }

    package init(missing entry: Entry) {
        verdict = .missing
        path = entry.path
        first = entry
        second = nil
        aspects = []
    }

    package init(extra entry: Entry) {
        verdict = .extra
        path = entry.path
        first = nil
        second = entry
        aspects = []
    }
}
