internal import FerryCore

/// Chooses which copies of a new file become parts, and how much each must give to its neighbours.
///
/// Between two kept copies lies a stretch that is sent: it is empty, or at least the minimum long, for which it may take
/// bytes from the end of the copy before it and the start of the copy after it. That costs what is missing, from whichever
/// side it comes; so it is taken from the copy before as far as that can spare it, which leaves the copy after more to spare.
/// Copies above the maximum are cut, and giving may save them a part; so for them other divisions are looked at too (`Giving`).
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

    /// A choice for the last copy that is kept, and what this gives to the stretch behind it.
    private struct Closing {
        let choice: Choice
        let tail: Int64
        let cost: Int64
        let parts: Int
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
        let giving = giving()
        var skips = SkipFrontier(rules: rules, price: price, countsParts: limit != nil)
        var steps = 0
        for copy in copies.indices {
            if copy >= 2 {
                for index in choices[copy - 2].indices {
                    for skip in self.skips(choices, copy - 2, index, giving) { skips.insert(skip) }
                }
            }
            if let limit { skips.removeAll { !limit.allows($0, skippingTo: copy) } }
            let candidates = candidates(for: copy, choices, skips, giving)
            choices.append(undominated(candidates))
            steps += skips.choices.count + candidates.count
            if limit != nil, steps > Self.mostSteps || choices[copy].count > Self.mostChoices { return nil }
        }
        let withoutAny = (cost: size + price * Int64(rules.parts(for: size)), parts: rules.parts(for: size))
        var ways = choices.joined().flatMap { closings($0, giving) }
        if let limit { ways.removeAll { $0.parts > limit.count || $0.cost > limit.sent } }
        let best = ways.min { ($0.cost, $0.parts) < ($1.cost, $1.parts) }
        guard let best, (best.cost, best.parts) < withoutAny else { return [] }
        return kept(endingWith: best, choices)
    }

    private func giving() -> Giving {
        if limit == nil { return Giving(rules) }
        return Giving(rules, limited: copies.map(\.target), size: size) { least(of: $0) }
    }

    /// The ways to keep nothing next: as it is, or with bytes given away that would need a part of their own.
    private func skips(_ choices: [[Choice]], _ copy: Int, _ index: Int, _ giving: Giving) -> [SkipFrontier.Choice] {
        let choice = choices[copy][index]
        let target = copies[copy].target
        let giver = giver(choice)
        return giving.tails(of: giver).map { tail in
            let parts = rules.parts(for: giver.length - tail)
            let end = target.end - tail
            return SkipFrontier.Choice(
                copy: copy, index: index, tail: tail, end: end, cost: choice.cost + price * Int64(parts) - end,
                parts: choice.parts + parts)
        }
    }

    /// All ways to keep `copy`: as the first, after the copy before it, or after an earlier one.
    private func candidates(
        for copy: Int, _ choices: [[Choice]], _ skips: SkipFrontier, _ giving: Giving
    ) -> [Choice] {
        var candidates = keepFirst(copy, giving)
        if copy == 0 { return candidates }
        for (index, choice) in choices[copy - 1].enumerated() {
            candidates += keep(copy, after: choice, at: (copy - 1, index), giving)
        }
        for skip in skips.candidates(before: copies[copy].target.offset) {
            let choice = choices[skip.copy][skip.index]
            candidates += keep(copy, after: choice, at: (skip.copy, skip.index), giving, tail: skip.tail)
        }
        return candidates
    }

    private func keepFirst(_ copy: Int, _ giving: Giving) -> [Choice] {
        let gap = copies[copy].target.offset
        return giving.heads(gap: gap, of: copy).compactMap { head in
            let sent = gap + head
            return choice(
                copy, head: head, previousTail: 0, sent: sent, before: (0, 0), parts: rules.parts(for: sent), nil)
        }
    }

    private func keep(
        _ copy: Int, after choice: Choice, at place: (copy: Int, index: Int), _ giving: Giving, tail: Int64? = nil
    ) -> [Choice] {
        let next = copies[copy].target
        let gap = next.offset - copies[choice.copy].target.end
        let giver = giver(choice)
        let shares = giving.shares(
            of: giver, gap: gap, copy: copy, nextSpare: next.length - least(of: next), tail: tail)
        return shares.compactMap { shares in
            let sent = gap + shares.tail + shares.head
            let parts = rules.parts(for: giver.length - shares.tail) + rules.parts(for: sent)
            return self.choice(
                copy, head: shares.head, previousTail: shares.tail, sent: sent,
                before: (choice.cost, choice.parts), parts: parts, place)
        }
    }

    private func giver(_ choice: Choice) -> Giving.Giver {
        Giving.Giver(length: copies[choice.copy].target.length - choice.head, spare: choice.spare)
    }

    /// The shortest part that may be left of a copy.
    private func least(of target: ByteRange) -> Int64 { target.end == size ? 1 : rules.minimum }

    /// `sent` and `parts` are those of the stretch before the copy, with the parts of the copy before that.
    private func choice(
        _ copy: Int, head: Int64, previousTail: Int64, sent: Int64, before: (cost: Int64, parts: Int), parts: Int,
        _ previous: (copy: Int, index: Int)?
    ) -> Choice? {
        let target = copies[copy].target
        let length = target.length - head
        let spare = length - least(of: target)
        if spare < 0 { return nil }
        if let limit, !limit.allows(copy, length: length, sent: before.cost + sent, parts: before.parts + parts) {
            return nil
        }
        return Choice(
            copy: copy, head: head, previousTail: previousTail, cost: before.cost + sent + price * Int64(parts),
            parts: before.parts + parts, spare: spare, previous: previous)
    }

    /// The ways to keep nothing more; the rest, which ends the file, may be short.
    private func closings(_ choice: Choice, _ giving: Giving) -> [Closing] {
        let giver = giver(choice)
        return giving.tails(of: giver).map { tail in
            let rest = size - copies[choice.copy].target.end + tail
            let parts = rules.parts(for: giver.length - tail) + rules.parts(for: rest)
            return Closing(
                choice: choice, tail: tail, cost: choice.cost + rest + price * Int64(parts), parts: choice.parts + parts
            )
        }
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
            let more = mayHavePartMore ? rules.parts(for: abs(other.head - choice.head)) : 0
            return choice.cost <= other.cost && choice.parts + more <= other.parts
        }
        let cost = choice.cost + (mayHavePartMore ? price : 0)
        if cost != other.cost { return cost < other.cost }
        return choice.parts < other.parts || choice.parts == other.parts && !mayHavePartMore
    }

    private func kept(endingWith last: Closing, _ choices: [[Choice]]) -> [Kept] {
        var kept: [Kept] = []
        var choice = last.choice
        var tail = last.tail
        while true {
            let copy = copies[choice.copy]
            kept.append(Kept(copy: copy, rest: copy.trimmed(head: choice.head, tail: tail)))
            tail = choice.previousTail
            guard let previous = choice.previous else { return kept.reversed() }
            choice = choices[previous.copy][previous.index]
        }
    }
}
