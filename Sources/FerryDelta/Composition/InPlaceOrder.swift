internal import FerryCore

/// Orders instructions so that they can be carried out in the old file itself.
///
/// A copy must be done before anything overwrites what it reads. Copies are put in such an order; where they wait for each
/// other in a circle, the shortest of the circle is sent as a literal instead, unless copying in one direction alone keeps
/// more. Literals and holes, which read nothing, come last. Copies that stay where they are vanish. A copy may overlap
/// itself; whoever carries it out must do so as `memmove` does. (After R. Burns, D. Long: In-place reconstruction of delta
/// compressed files, PODC 1998.)
public struct InPlaceOrder {
    private enum State {
        case new, open, done, broken
    }

    /// What the depth-first walk is doing with a copy: which of its followers comes next.
    private struct Visit {
        let copy: Int
        var next: Int
        let end: Int
    }

    /// In order of their targets, which do not overlap.
    private let copies: [Instruction]
    private let others: [Instruction]
    private var states: [State]
    private var finished: [Int] = []

    private init(_ instructions: [Instruction]) {
        copies = instructions.filter { $0.source != nil && $0.source != $0.target }
        others = instructions.filter { $0.source == nil }
        states = Array(repeating: .new, count: copies.count)
    }

    /// The instructions in an order in which each finds the old bytes that it reads. `instructions` must be in order of the
    /// new file.
    public static func order(_ instructions: [Instruction]) -> [Instruction] {
        var order = InPlaceOrder(instructions)
        for copy in order.copies.indices where order.states[copy] == .new { order.walk(from: copy) }
        // A copy is finished after all that must follow it.
        let kept = [order.finished.reversed(), order.downwards, order.upwards].max {
            order.length(of: $0) < order.length(of: $1)
        }!
        let isKept = Set(kept)
        let broken = order.copies.indices.filter { !isKept.contains($0) }.map {
            Instruction(target: order.copies[$0].target, origin: .literal)
        }
        return kept.map { order.copies[$0] } + broken + order.others
    }

    // Breaking circles one by one may give up more than either of these, which have none.

    /// The copies from higher to lower offsets, from the beginning on: rsync's choice. What a copy reads lies behind all
    /// that was written before it.
    private var downwards: [Int] { copies.indices.filter { copies[$0].source!.offset > copies[$0].target.offset } }

    /// The copies from lower to higher offsets, from the end on.
    private var upwards: [Int] {
        copies.indices.reversed().filter { copies[$0].source!.offset < copies[$0].target.offset }
    }

    private func length(of chosen: [Int]) -> Int64 { chosen.reduce(0) { $0 + copies[$1].target.length } }

    /// The copies that overwrite something that `copy` reads.
    private func followers(of copy: Int) -> Range<Int> {
        let source = copies[copy].source!
        let first = partition { copies[$0].target.end > source.offset }
        let end = partition { copies[$0].target.offset >= source.end }
        return first..<max(first, end)
    }

    /// The first index from which on `isBeyond` holds.
    private func partition(_ isBeyond: (Int) -> Bool) -> Int {
        var low = 0
        var high = copies.count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Depth first, without recursion, for a chain may be as long as the file.
    private mutating func walk(from start: Int) {
        var path: [Visit] = []
        open(start, &path)
        while let visit = path.last {
            if visit.next == visit.end {
                states[visit.copy] = .done
                finished.append(visit.copy)
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            if visit.next == visit.copy { continue }
            switch states[visit.next] {
            case .new: open(visit.next, &path)
            case .open: breakCircle(closedBy: visit.next, &path)
            case .done, .broken: break
            }
        }
    }

    private mutating func open(_ copy: Int, _ path: inout [Visit]) {
        states[copy] = .open
        let followers = followers(of: copy)
        path.append(Visit(copy: copy, next: followers.lowerBound, end: followers.upperBound))
    }

    /// The path from `first` to its end is a circle. Gives its shortest copy up; those after it on the path are walked again.
    private mutating func breakCircle(closedBy first: Int, _ path: inout [Visit]) {
        let start = path.lastIndex { $0.copy == first }!
        let shortest = path[start...].indices.min {
            copies[path[$0].copy].target.length < copies[path[$1].copy].target.length
        }!
        for visit in path[shortest...] { states[visit.copy] = .new }
        states[path[shortest].copy] = .broken
        path.removeSubrange(shortest...)
        if shortest > 0 {
            // Its follower on the path was passed already; it is broken now, or will be met from elsewhere.
            path[shortest - 1].next = followers(of: path[shortest - 1].copy).lowerBound
        }
    }
}
