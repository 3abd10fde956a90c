internal import FerryCore

/// The choices after which the next copy is not kept, without those that others surpass.
///
/// A copy is at least a part long, so what is sent for it and the stretches around it lacks nothing, and nobody gives: the cost
/// is the number of bytes up to the next copy that is kept, and the parts that hold them. Choices differ in the first only
/// by a sum that can be told before the next copy is known.
struct SkipFrontier {
    struct Choice {
        /// The last copy that is kept, and its place in the list of choices for it.
        let copy: Int
        let index: Int
        /// What the copy gives to the stretch behind it.
        let tail: Int64
        /// Where the rest of that copy ends.
        let end: Int64
        /// Bytes sent and price of parts, with those of the last copy, less `end`.
        let cost: Int64
        let parts: Int
    }

    let rules: PartRules
    /// Of a part.
    let price: Int64
    /// Whether the number of parts counts beside the cost, and not only at equal cost.
    let countsParts: Bool
    /// In order of the last copy. If parts do not count, the costs rise: who ends later needs no more parts for what is sent.
    private(set) var choices: [Choice] = []

    mutating func insert(_ choice: Choice) {
        if countsParts {
            if choices.contains(where: { surpasses($0, choice) }) { return }
            choices = choices.filter { !surpasses(choice, $0) }
        } else {
            while let last = choices.last, (choice.cost, choice.parts) <= (last.cost, last.parts) {
                choices.removeLast()
            }
        }
        choices.append(choice)
    }

    mutating func removeAll(where isUseless: (Choice) -> Bool) { choices.removeAll(where: isUseless) }

    /// From its own end on, a choice needs more parts by those up to the end of the other one.
    private func surpasses(_ choice: Choice, _ other: Choice) -> Bool {
        choice.cost <= other.cost && choice.parts + rules.parts(for: max(0, other.end - choice.end)) <= other.parts
    }

    /// Those worth looking at where the next copy that is kept begins at `offset`: the best, unless parts count as well.
    func candidates(before offset: Int64) -> [Choice] {
        if countsParts { return choices }
        let best = choices.min { ahead(of: $0, to: offset) < ahead(of: $1, to: offset) }
        return best.map { [$0] } ?? []
    }

    private func ahead(of choice: Choice, to offset: Int64) -> (cost: Int64, parts: Int) {
        let parts = rules.parts(for: offset - choice.end)
        return (choice.cost + price * Int64(parts), choice.parts + parts)
    }
}
