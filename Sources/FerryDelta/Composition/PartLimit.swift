internal import FerryCore

/// What a selection of copies may come to where the number of parts binds: so many parts, and so many bytes sent.
///
/// What lies ahead of a choice is not known while it is made, but a bound of it is: with a price on parts, the cheapest way
/// from each copy to the end of the file, if nothing that was given away had to be given. Since a selection within the limit
/// has at most `count` parts, it sends at least its cost minus the price of these (Lagrangian relaxation, after J. Shapiro:
/// A survey of Lagrangean techniques for discrete optimization, 1979).
struct PartLimit {
    let count: Int
    /// The most bytes that may be sent.
    var sent: Int64
    /// No selection of so few parts sends less.
    private(set) var leastSent: Int64 = 0
    /// Of a part, in bytes.
    private let price: Int64
    private let rules: PartRules
    /// For each copy, the least cost from its end on.
    private let ahead: [Int64]
    /// The least such cost, that of the copy itself and its offset, of this copy and all behind it.
    private let behind: [Int64]

    /// - Parameter price: The closer to where it makes just enough parts, the better the bound.
    init(_ count: Int, price: Int64, _ copies: [Instruction], _ rules: PartRules, size: Int64) {
        self.count = count
        sent = size
        self.price = price
        self.rules = rules
        var kept = Array(repeating: Int64(0), count: copies.count)
        var ahead = Array(repeating: Int64(0), count: copies.count)
        var behind = Array(repeating: Int64.max / 2, count: copies.count + 2)
        /// From `position` on, where `next` and those behind it may be kept.
        func cost(from position: Int64, next: Int) -> Int64 {
            let rest = size - position
            let end = rest + price * Int64(rules.parts(for: rest))
            if next == copies.count { return end }
            let sent = rules.sent(forGap: copies[next].target.offset - position)
            return min(
                end, sent + price * Int64(rules.parts(for: sent)) + kept[next], behind[next + 1] + price - position)
        }
        for copy in copies.indices.reversed() {
            let target = copies[copy].target
            ahead[copy] = cost(from: target.end, next: copy + 1)
            kept[copy] = ahead[copy] + Self.least(for: target.length - rules.minimum, price, rules)
            behind[copy] = min(behind[copy + 1], kept[copy] + target.offset)
        }
        leastSent = max(0, cost(from: 0, next: 0) - price * Int64(count))
        self.ahead = ahead
        self.behind = behind
    }

    /// The least that is yet to be paid for `length` bytes of a copy. What the next one lacks, less than the minimum, counts
    /// where it is sent; what is given beyond that counts here, and is too little to save more than two parts.
    private static func least(for length: Int64, _ price: Int64, _ rules: PartRules) -> Int64 {
        let rest = max(1, length - rules.minimum)
        let most = rules.parts(for: rest)
        let costs = (max(1, most - 2)...most).map { parts in
            price * Int64(parts) + max(0, rest - Int64(parts) * rules.maximum)
        }
        return costs.min()!
    }

    /// Whether a selection that keeps `length` bytes of `copy`, with `sent` bytes and `parts` before these, can stay within
    /// the limit.
    func allows(_ copy: Int, length: Int64, sent: Int64, parts: Int) -> Bool {
        let least = sent + Self.least(for: length, price, rules) + ahead[copy]
        return parts < count && least <= self.sent + price * Int64(count - parts)
    }

    /// Whether a choice can still stay within the limit if the next copy that it keeps is this one or one behind it.
    func allows(_ choice: SkipFrontier.Choice, skippingTo copy: Int) -> Bool {
        choice.parts < count && choice.cost + price + behind[copy] <= sent + price * Int64(count - choice.parts)
    }
}
