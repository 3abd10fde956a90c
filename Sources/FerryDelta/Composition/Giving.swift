internal import FerryCore

/// How much two kept copies may give to the stretch between them, which is sent.
///
/// The stretch is empty or at least the minimum long; what it lacks comes from either side and costs the same. Where parts are
/// limited, a copy longer than the maximum may give more than is lacking, so that what is left of it fills its parts: that is
/// sent in vain, but saves a part where the stretch has room. All shares worth a look follow from linear programming: with the
/// parts of everything fixed, a best selection exists in which each share is nothing, or makes a stretch just the minimum or a
/// number of whole parts, or leaves of a copy just its least or a number of whole parts; and each such condition ties a share
/// to the one before it or to the one behind it.
struct Giving {
    /// What is sent of the copy before a stretch, and of the copy behind it.
    struct Shares: Hashable {
        let tail: Int64
        let head: Int64
    }

    /// A copy before a stretch.
    struct Giver {
        /// What is left of it before it gives to the stretch.
        let length: Int64
        /// How much of this it can give.
        let spare: Int64
    }

    let rules: PartRules
    /// For each copy, how much it may give to the stretch before it for the sake of what lies behind it; empty where giving more
    /// than is lacking saves nothing.
    private let heads: [[Int64]]

    /// For one copy.
    private static let mostHeads = 100

    /// Only what is lacking is given.
    init(_ rules: PartRules) {
        self.rules = rules
        heads = []
    }

    /// - Parameter least: What must be left of each copy.
    init(_ rules: PartRules, limited copies: [ByteRange], size: Int64, least: (ByteRange) -> Int64) {
        self.rules = rules
        if copies.allSatisfy({ $0.length <= rules.maximum }) {
            heads = []
            return
        }
        var heads: [[Int64]] = Array(repeating: [], count: copies.count + 1)
        for copy in copies.indices.reversed() {
            let length = copies[copy].length
            let spare = length - least(copies[copy])
            var found: Set<Int64> = []
            for tail in Self.tails(rules, copies[copy...], size, next: heads[copy + 1]) where tail <= spare {
                found.formUnion(rules.surpluses(in: length - tail) + [spare - tail])
            }
            heads[copy] = Array(found.filter { $0 > 0 && $0 <= spare }.sorted().prefix(Self.mostHeads))
        }
        self.heads = heads
    }

    /// What the first of `copies` may give to the stretch behind it: up to the second, for what this one gives; up to one of
    /// the next two, where copies between are not kept; or up to the end of the file.
    private static func tails(
        _ rules: PartRules, _ copies: ArraySlice<ByteRange>, _ size: Int64, next heads: [Int64]
    ) -> Set<Int64> {
        let end = copies.first!.end
        var tails: Set<Int64> = [0, rules.room(in: size - end)]
        if let next = copies.dropFirst().first {
            let gap = next.offset - end
            for head in [0] + heads { tails.formUnion([rules.minimum - gap - head, rules.room(in: gap + head)]) }
        }
        for later in copies.dropFirst(2).prefix(2) { tails.insert(rules.room(in: later.offset - end)) }
        return tails.filter { $0 >= 0 }
    }

    private var mayBeMore: Bool { !heads.isEmpty }

    /// What a copy may give to a stretch that lacks nothing.
    func tails(of giver: Giver) -> [Int64] {
        mayBeMore ? [0] + rules.surpluses(in: giver.length).filter { $0 <= giver.spare } : [0]
    }

    /// What a copy may give to the stretch before it, which has `gap` bytes from elsewhere.
    func heads(gap: Int64, of copy: Int) -> [Int64] {
        let lacking = rules.sent(forGap: gap) - gap
        if !mayBeMore { return [lacking] }
        let all = [lacking, rules.minimum - gap, rules.room(in: gap)] + heads[copy]
        return all.filter { $0 >= lacking && rules.sent(forGap: gap + $0) == gap + $0 }
    }

    /// - Parameter copy: The one behind the stretch, which can give `nextSpare` at most.
    /// - Parameter tail: What the copy before gives, where that is settled.
    func shares(of giver: Giver, gap: Int64, copy: Int, nextSpare: Int64, tail: Int64? = nil) -> Set<Shares> {
        var shares: Set<Shares> = []
        for tail in tail.map({ [$0] }) ?? tails(of: giver, gap: gap, copy: copy, nextSpare: nextSpare) {
            for head in heads(gap: gap + tail, of: copy) where head <= nextSpare {
                shares.insert(Shares(tail: tail, head: head))
            }
        }
        return shares
    }

    /// As much as it can; as little as makes as few parts of it; as little as the next one allows.
    private func tails(of giver: Giver, gap: Int64, copy: Int, nextSpare: Int64) -> Set<Int64> {
        let lacking = rules.sent(forGap: gap) - gap
        let most = min(lacking, giver.spare)
        let parts = Int64(rules.parts(for: giver.length - most))
        let sameParts = max(0, giver.length - parts * rules.maximum)
        let least = max(0, lacking - nextSpare)
        var tails = Set([most, min(sameParts, most), min(least, most)])
        if mayBeMore {
            tails.formUnion(self.tails(of: giver))
            tails.formUnion(heads[copy].map { rules.minimum - gap - $0 }.filter { 0...giver.spare ~= $0 })
        }
        return tails
    }
}

extension PartRules {
    /// How many bytes the fewest parts for `length` bytes could hold beside these.
    fileprivate func room(in length: Int64) -> Int64 { Int64(parts(for: length)) * maximum - length }

    /// How many bytes of `length` are too much for one part less, and for two.
    fileprivate func surpluses(in length: Int64) -> [Int64] {
        let parts = Int64(parts(for: length))
        return [1, 2].map { length - (parts - $0) * maximum }
    }
}
