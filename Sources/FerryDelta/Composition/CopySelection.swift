internal import FerryCore

/// Chooses which copies of a new file become parts, and how much each must give to its neighbours.
///
/// Between two kept copies lies a stretch that is sent: it is empty, or at least the minimum long, for which it may take
/// bytes from the end of the copy before it and the start of the copy after it. That costs what is missing, from whichever
/// side it comes; so it is taken from the copy before as far as that can spare it, which leaves the copy after more to spare.
///
/// Dynamic programming over the copies in order. What the future needs to know of a choice is its cost and how much the
/// last kept copy can spare; choices that are worse in both are dropped. A copy of three times the minimum is worth keeping
/// whatever its neighbours are, so only shorter ones are ever skipped.
struct CopySelection {
    let rules: PartRules
    /// In order, each at least the minimum long, but for one that ends the file.
    let copies: [Instruction]
    let size: Int64

    private struct Choice {
        /// The copies that are kept so far end with this one.
        let copy: Int
        /// What the last copy gave to the stretch before it, and what the copy before gave to the same.
        let head: Int64
        let previousTail: Int64
        /// Bytes sent so far, and parts without those of the last copy.
        let sent: Int64
        let parts: Int
        /// How many bytes the last copy can still give.
        let spare: Int64
        /// The choice that this one continues, by copy and place in its list.
        let previous: (copy: Int, index: Int)?

        func isNoWorse(than other: Choice) -> Bool {
            (sent, parts) <= (other.sent, other.parts) && spare >= other.spare
        }
    }

    /// The kept copies, shortened by what they give.
    func best() -> [Instruction] {
        var choices: [[Choice]] = []
        for copy in copies.indices { choices.append(undominated(candidates(for: copy, choices))) }
        let withoutAny = (sent: size, parts: rules.parts(for: size))
        let last = choices.joined().map { ($0, closed($0)) }.min { $0.1 < $1.1 }
        guard let (choice, cost) = last, cost < withoutAny else { return [] }
        return kept(endingWith: choice, choices)
    }

    /// All ways to keep `copy` after some earlier one, or as the first.
    private func candidates(for copy: Int, _ choices: [[Choice]]) -> [Choice] {
        var candidates: [Choice] = []
        var earlier = copy - 1
        while earlier >= 0 {
            for (index, choice) in choices[earlier].enumerated() {
                if let next = keep(copy, after: choice, at: (earlier, index)) { candidates.append(next) }
            }
            if copies[earlier].target.length >= 3 * rules.minimum { return candidates }
            earlier -= 1
        }
        if let first = keepFirst(copy) { candidates.append(first) }
        return candidates
    }

    private func keepFirst(_ copy: Int) -> Choice? {
        let gap = copies[copy].target.offset
        let missing = gap == 0 ? 0 : max(0, rules.minimum - gap)
        return choice(
            copy, head: missing, previousTail: 0, sent: gap + missing, parts: rules.parts(for: gap + missing), nil)
    }

    private func keep(_ copy: Int, after choice: Choice, at place: (copy: Int, index: Int)) -> Choice? {
        let before = copies[choice.copy].target
        let gap = copies[copy].target.offset - before.end
        let missing = gap == 0 ? 0 : max(0, rules.minimum - gap)
        let tail = min(missing, choice.spare)
        let copied = before.length - choice.head - tail
        let parts = choice.parts + rules.parts(for: copied) + rules.parts(for: gap + missing)
        return self.choice(
            copy, head: missing - tail, previousTail: tail, sent: choice.sent + gap + missing, parts: parts, place)
    }

    private func choice(
        _ copy: Int, head: Int64, previousTail: Int64, sent: Int64, parts: Int, _ previous: (copy: Int, index: Int)?
    ) -> Choice? {
        let target = copies[copy].target
        let least = target.end == size ? 1 : rules.minimum
        let spare = target.length - head - least
        if spare < 0 { return nil }
        return Choice(
            copy: copy, head: head, previousTail: previousTail, sent: sent, parts: parts, spare: spare,
            previous: previous)
    }

    /// The cost when nothing more is kept; the rest, which ends the file, may be short.
    private func closed(_ choice: Choice) -> (sent: Int64, parts: Int) {
        let target = copies[choice.copy].target
        let rest = size - target.end
        let parts = choice.parts + rules.parts(for: target.length - choice.head) + rules.parts(for: rest)
        return (choice.sent + rest, parts)
    }

    private func undominated(_ candidates: [Choice]) -> [Choice] {
        candidates.sorted { ($0.sent, $0.parts, -$0.spare) < ($1.sent, $1.parts, -$1.spare) }
            .reduce(into: []) { kept, choice in
                if !(kept.last?.isNoWorse(than: choice) ?? false) { kept.append(choice) }
            }
    }

    private func kept(endingWith last: Choice, _ choices: [[Choice]]) -> [Instruction] {
        var kept: [Instruction] = []
        var choice = last
        var tail: Int64 = 0
        while true {
            kept.append(copies[choice.copy].trimmed(head: choice.head, tail: tail))
            tail = choice.previousTail
            guard let previous = choice.previous else { return kept.reversed() }
            choice = choices[previous.copy][previous.index]
        }
    }
}
