internal import FerryCore

/// Chooses which copies of a new file become parts, and how much each must give to its neighbours.
///
/// Between two kept copies lies a stretch that is sent: it is empty, or at least the minimum long, for which it may take
/// bytes from the end of the copy before it and the start of the copy after it. That costs what is missing, from whichever
/// side it comes; so it is taken from the copy before as far as that can spare it, which leaves the copy after more to spare.
/// Copies above the maximum are cut, and giving may save them a part; so for them other divisions are looked at too.
///
/// Dynamic programming over the copies in order. What the future needs to know of a choice is its cost and how much the
/// last kept copy has given and can spare; choices that are no better in anything are dropped. Within a limit of parts their
/// number is one of these things, and what cannot stay within it is dropped as well.
struct CopySelection {
    let rules: PartRules
    /// What a part costs, in bytes sent: 0 where there may be as many as it takes.
    var price: Int64 = 0
    /// In order, each at least the minimum long, but for one that ends the file.
    let copies: [Instruction]
    let size: Int64
    /// Of parts; then they have no price.
    var limit: PartLimit?

    private struct Choice {
        /// The copies that are kept so far end with this one.
        let copy: Int
        /// What the last copy gave to the stretch before it, and what the copy before gave to the same.
        let head: Int64
        let previousTail: Int64
        /// Bytes sent and the price of parts so far, and the number of these, without those of the last copy.
        let cost: Int64
        let parts: Int
        /// How many bytes the last copy can still give.
        let spare: Int64
        /// The choice that this one continues, by copy and place in its list.
        let previous: (copy: Int, index: Int)?
    }

    /// A copy that is kept, and what is left of it when it has given.
    struct Kept {
        let copy: Instruction
        let rest: Instruction
    }

    /// How many ways to go on may be looked at within a limit; a second of work at most.
    private static let mostSteps = 3_000_000
    /// For one copy, each of which is compared with the others.
    private static let mostChoices = 1000

    /// In order. Nil when there is too much to look at, which happens only within a limit.
    func best() -> [Kept]? {
        var choices: [[Choice]] = []
        var skips = SkipFrontier(rules: rules, price: price, countsParts: limit != nil)
        var steps = 0
        for copy in copies.indices {
            if copy >= 2 {
                for index in choices[copy - 2].indices { skips.insert(skip(choices, copy - 2, index)) }
            }
            if let limit { skips.removeAll { !limit.allows($0, skippingTo: copy) } }
            let candidates = candidates(for: copy, choices, skips)
            choices.append(undominated(candidates))
            steps += skips.choices.count + candidates.count
            if limit != nil, steps > Self.mostSteps || choices[copy].count > Self.mostChoices { return nil }
        }
        let withoutAny = (cost: size + price * Int64(rules.parts(for: size)), parts: rules.parts(for: size))
        var ways = choices.joined().map { ($0, closed($0)) }
        if let limit { ways.removeAll { $0.1.parts > limit.count || $0.1.cost > limit.sent } }
        let last = ways.min { $0.1 < $1.1 }
        guard let (choice, cost) = last, cost < withoutAny else { return [] }
        return kept(endingWith: choice, choices)
    }

    private func skip(_ choices: [[Choice]], _ copy: Int, _ index: Int) -> SkipFrontier.Choice {
        let choice = choices[copy][index]
        let target = copies[copy].target
        let parts = rules.parts(for: target.length - choice.head)
        return SkipFrontier.Choice(
            copy: copy, index: index, end: target.end, cost: choice.cost + price * Int64(parts) - target.end,
            parts: choice.parts + parts)
    }

    /// All ways to keep `copy`: as the first, after the copy before it, or after an earlier one.
    private func candidates(for copy: Int, _ choices: [[Choice]], _ skips: SkipFrontier) -> [Choice] {
        var candidates: [Choice] = []
        if let first = keepFirst(copy) { candidates.append(first) }
        if copy == 0 { return candidates }
        for (index, choice) in choices[copy - 1].enumerated() {
            candidates += keep(copy, after: choice, at: (copy - 1, index))
        }
        for skip in skips.candidates(before: copies[copy].target.offset) {
            candidates += keep(copy, after: choices[skip.copy][skip.index], at: (skip.copy, skip.index))
        }
        return candidates
    }

    private func keepFirst(_ copy: Int) -> Choice? {
        let gap = copies[copy].target.offset
        let sent = rules.sent(forGap: gap)
        return choice(
            copy, head: sent - gap, previousTail: 0, sent: sent, before: (0, 0), parts: rules.parts(for: sent), nil)
    }

    private func keep(_ copy: Int, after choice: Choice, at place: (copy: Int, index: Int)) -> [Choice] {
        let before = copies[choice.copy].target
        let gap = copies[copy].target.offset - before.end
        let sent = rules.sent(forGap: gap)
        let missing = sent - gap
        return tails(of: choice, missing: missing, next: copies[copy].target).compactMap { tail in
            let copied = rules.parts(for: before.length - choice.head - tail)
            return self.choice(
                copy, head: missing - tail, previousTail: tail, sent: sent,
                before: (choice.cost, choice.parts), parts: copied + rules.parts(for: sent), place)
        }
    }

    /// How much of what is missing the copy before may give: as much as it can; as little as makes as few parts of it; as little
    /// as the next one allows.
    private func tails(of choice: Choice, missing: Int64, next: ByteRange) -> Set<Int64> {
        let most = min(missing, choice.spare)
        let length = copies[choice.copy].target.length - choice.head
        let sameParts = max(0, length - Int64(rules.parts(for: length - most)) * rules.maximum)
        let least = max(0, missing - (next.length - self.least(of: next)))
        return Set([most, min(sameParts, most), min(least, most)])
    }

    /// The shortest part that may be left of a copy.
    private func least(of target: ByteRange) -> Int64 { target.end == size ? 1 : rules.minimum }

    /// `sent` and `parts` are those of the stretch before the copy, with the parts of the copy before that.
    private func choice(
        _ copy: Int, head: Int64, previousTail: Int64, sent: Int64, before: (cost: Int64, parts: Int), parts: Int,
        _ previous: (copy: Int, index: Int)?
    ) -> Choice? {
        let target = copies[copy].target
        let spare = target.length - head - least(of: target)
        if spare < 0 { return nil }
        if let limit, !limit.allows(copy, sent: before.cost + sent, parts: before.parts + parts) { return nil }
        return Choice(
            copy: copy, head: head, previousTail: previousTail, cost: before.cost + sent + price * Int64(parts),
            parts: before.parts + parts, spare: spare, previous: previous)
    }

    /// The cost when nothing more is kept; the rest, which ends the file, may be short.
    private func closed(_ choice: Choice) -> (cost: Int64, parts: Int) {
        let target = copies[choice.copy].target
        let rest = size - target.end
        let parts = rules.parts(for: target.length - choice.head) + rules.parts(for: rest)
        return (choice.cost + rest + price * Int64(parts), choice.parts + parts)
    }

    private func undominated(_ candidates: [Choice]) -> [Choice] {
        var kept: [Choice] = []
        for choice in candidates.sorted(by: { ($0.cost, $0.parts, -$0.spare) < ($1.cost, $1.parts, -$1.spare) })
        where !kept.contains(where: { isNoWorse($0, than: choice) }) {
            kept.append(choice)
            if limit != nil, kept.count > Self.mostChoices { break }
        }
        return kept
    }

    /// Of two choices for one copy. What it has given more may save a part of it later, and nothing else.
    private func isNoWorse(_ choice: Choice, than other: Choice) -> Bool {
        if choice.spare < other.spare { return false }
        let mayHavePartMore = choice.head != other.head && copies[choice.copy].target.length > rules.maximum
        if limit != nil {
            return choice.cost <= other.cost && choice.parts + (mayHavePartMore ? 1 : 0) <= other.parts
        }
        let cost = choice.cost + (mayHavePartMore ? price : 0)
        if cost != other.cost { return cost < other.cost }
        return choice.parts < other.parts || choice.parts == other.parts && !mayHavePartMore
    }

    private func kept(endingWith last: Choice, _ choices: [[Choice]]) -> [Kept] {
        var kept: [Kept] = []
        var choice = last
        var tail: Int64 = 0
        while true {
            let copy = copies[choice.copy]
            kept.append(Kept(copy: copy, rest: copy.trimmed(head: choice.head, tail: tail)))
            tail = choice.previousTail
            guard let previous = choice.previous else { return kept.reversed() }
            choice = choices[previous.copy][previous.index]
        }
    }
}
