internal import FerryCore

/// Turns instructions into parts: each is either a copy of one range of the old file, or sent as a whole.
///
/// A part must not be shorter than the minimum, so a short literal between two copies takes bytes from its neighbours, and
/// a short copy is sent with the literals around it. The composition sends the least bytes that the rules allow, and among
/// those has the fewest parts. Only where the number of parts binds and hundreds of copies are longer than the maximum,
/// which is more than an object of S3 can hold, the best may not be found in a bounded time; then a few percent more may be
/// sent.
public struct PartComposer {
    private let rules: PartRules

    public init(_ rules: PartRules) {
        self.rules = rules
    }

    /// One instruction a part, in order of the new file: `old` for a part to be copied, `literal` for one to be sent. Nil
    /// when the new file is larger than the rules allow. `instructions` must cover the new file in order.
    public func compose(_ instructions: [Instruction]) -> [Instruction]? {
        let size = instructions.last?.target.end ?? 0
        if rules.parts(for: size) > rules.count { return nil }
        var copies = merged(instructions).filter { $0.source != nil }
        copies.removeAll { $0.target.length < rules.minimum && $0.target.end != size }
        let parts = parts(of: copies, size, price: 0)
        return parts.count <= rules.count ? parts : withinCount(copies, size)
    }

    /// Copies are given up. A price for parts makes them fewer: the lowest one that makes them few enough sends the least for their number. That may
    /// be far too few where copies are alike, which one price keeps all or none of; so the shortest of those that a lower one
    /// keeps are given up as well, and the better of the two is taken.
    private func withinCount(_ copies: [Instruction], _ size: Int64) -> [Instruction] {
        // At the price of the whole file as few parts are made as can be.
        var prices: ClosedRange<Int64> = 0...1
        while parts(of: copies, size, price: prices.upperBound).count > rules.count {
            prices = prices.upperBound...min(2 * prices.upperBound, size)
        }
        while prices.upperBound - prices.lowerBound > 1 {
            let price = (prices.lowerBound + prices.upperBound) / 2
            let isEnough = parts(of: copies, size, price: price).count <= rules.count
            prices = isEnough ? prices.lowerBound...price : price...prices.upperBound
        }
        let priced = parts(of: copies, size, price: prices.upperBound)
        let thinned = withoutShortest(of: kept(of: copies, size, price: prices.lowerBound).map(\.copy), size)
        let known = sent(thinned) < sent(priced) ? thinned : priced
        let limit = PartLimit(rules.count, price: prices.upperBound, copies, rules, size: size)
        return best(copies, size, limit, noWorseThan: sent(known)) ?? known
    }

    /// What is sent at least is a bound that is nearly reached, as a rule; so little more is allowed first, for then there is
    /// little to look at. Nil when there is too much.
    private func best(
        _ copies: [Instruction], _ size: Int64, _ limit: PartLimit, noWorseThan known: Int64
    ) -> [Instruction]? {
        var limit = limit
        var more = rules.minimum
        repeat {
            limit.sent = min(limit.leastSent + more, known)
            guard let kept = CopySelection(rules: rules, copies: copies, size: size, limit: limit).best() else {
                return nil
            }
            if !kept.isEmpty { return parts(keeping: kept.map(\.rest), size: size) }
            more *= 4
        } while limit.sent < known
        return nil
    }

    private func withoutShortest(of copies: [Instruction], _ size: Int64) -> [Instruction] {
        var copies = copies
        while true {
            let parts = parts(of: copies, size, price: 0)
            if parts.count <= rules.count { return parts }
            // Giving up a copy saves at most two parts: it and the sent part beside it.
            let excess = max((parts.count - rules.count) / 2, 1)
            let byLength = copies.indices.sorted { copies[$0].target.length < copies[$1].target.length }
            let shortest = Set(byLength.prefix(excess))
            copies = copies.indices.filter { !shortest.contains($0) }.map { copies[$0] }
        }
    }

    private func kept(of copies: [Instruction], _ size: Int64, price: Int64) -> [CopySelection.Kept] {
        CopySelection(rules: rules, price: price, copies: copies, size: size).best()!
    }

    private func parts(of copies: [Instruction], _ size: Int64, price: Int64) -> [Instruction] {
        parts(keeping: kept(of: copies, size, price: price).map(\.rest), size: size)
    }

    private func sent(_ parts: [Instruction]) -> Int64 {
        parts.reduce(0) { $0 + ($1.source == nil ? $1.target.length : 0) }
    }

    private func merged(_ instructions: [Instruction]) -> [Instruction] {
        let list = InstructionList()
        for instruction in instructions {
            list.accept(instruction, literal: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        return list.instructions
    }

    /// The parts of a file in which these copies, shortened already, are kept.
    private func parts(keeping copies: [Instruction], size: Int64) -> [Instruction] {
        var parts: [Instruction] = []
        var position: Int64 = 0
        for copy in copies {
            append(&parts, ByteRange(offset: position, length: copy.target.offset - position), .literal)
            append(&parts, copy.target, copy.origin)
            position = copy.target.end
        }
        append(&parts, ByteRange(offset: position, length: size - position), .literal)
        return parts
    }

    /// Cuts a range into the fewest parts, of nearly equal length so that none is too short.
    private func append(_ parts: inout [Instruction], _ range: ByteRange, _ origin: Instruction.Origin) {
        let count = Int64(rules.parts(for: range.length))
        var position = range.offset
        for number in 0..<count {
            let end = range.offset + range.length / count * (number + 1) + min(range.length % count, number + 1)
            let target = ByteRange(offset: position, length: end - position)
            parts.append(Instruction(target: target, origin: origin.advanced(by: position - range.offset)))
            position = end
        }
    }
}

extension Instruction.Origin {
    /// Where the bytes come from that are `distance` further on.
    func advanced(by distance: Int64) -> Instruction.Origin {
        switch self {
        case .old(let offset): .old(offset: offset + distance)
        case .literal, .hole: self
        }
    }
}

extension Instruction {
    /// The same copy without its first and last bytes.
    func trimmed(head: Int64, tail: Int64) -> Instruction {
        let range = ByteRange(offset: target.offset + head, length: target.length - head - tail)
        return Instruction(target: range, origin: origin.advanced(by: head))
    }
}
