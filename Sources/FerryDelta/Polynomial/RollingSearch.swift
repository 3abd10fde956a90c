/// Looks for polynomial blocks at every start of a range, where the anchors say nothing.
///
/// Keeps its sum between calls: when the next range begins less than half a block after the last start, rolling on is
/// cheaper than summing a block anew. So all ranges of a file cost at most one pass over their starts, plus at most one
/// block for each range that begins further on.
struct RollingSearch {
    private let polynomial: Polynomial
    private var position = -1
    private var sum: UInt64 = 0

    init(_ polynomial: Polynomial) {
        self.polynomial = polynomial
    }

    /// Forgets the sum, which belongs to other bytes.
    mutating func reset() { position = -1 }

    /// The first start in `range` whose sum is a key of `keys` and that `accept` takes, with what it returned.
    @inline(__always)
    mutating func first<Result>(
        in range: ClosedRange<Int>, of bytes: UnsafeRawBufferPointer, keys: borrowing PolynomialKeys,
        where accept: (_ start: Int, _ key: UInt32) -> Result?
    ) -> (start: Int, result: Result)? {
        let base = bytes.baseAddress!
        begin(at: range.lowerBound, base)
        while true {
            if position >= range.lowerBound { rollPastMisses(base, last: range.upperBound, keys) }
            let key = Polynomial.key(sum)
            if position >= range.lowerBound && keys.contains(key), let result = accept(position, key) {
                return (position, result)
            }
            if position >= range.upperBound { return nil }
            rollOnce(base, count: bytes.count, range)
        }
    }

    @inline(__always)
    private mutating func begin(at start: Int, _ base: UnsafeRawPointer) {
        if position >= 0 && position <= start && start &- position < polynomial.blockSize / 2 { return }
        position = start
        sum = polynomial.sum(of: base + start)
    }

    /// Four starts a step as long as none of them is in the keys' bit map: h(i+4) = h(i) M^4 + e, so that one
    /// multiplication is on the critical path. Stops too where the sum does not change, for `rollOnce` to look at.
    @inline(__always)
    private mutating func rollPastMisses(_ base: UnsafeRawPointer, last: Int, _ keys: borrowing PolynomialKeys) {
        let m = Polynomial.multiplier
        let m2 = m &* m
        let m4 = m2 &* m2
        var start = position
        var h0 = sum
        while start &+ 4 <= last {
            let e1 = difference(base, start)
            let e2 = e1 &* m &+ difference(base, start &+ 1)
            let e3 = e2 &* m &+ difference(base, start &+ 2)
            let e4 = e3 &* m &+ difference(base, start &+ 3)
            let h1 = h0 &* m &+ e1
            let h2 = h0 &* m2 &+ e2
            let h3 = h0 &* (m2 &* m) &+ e3
            if keys.mayContainAny(h0, h1, h2, h3) || h1 == h0 { break }
            h0 = h0 &* m4 &+ e4
            start &+= 4
        }
        position = start
        sum = h0
    }

    /// What the byte entering and the byte leaving do when the block moves on by one.
    @inline(__always)
    private func difference(_ base: UnsafeRawPointer, _ start: Int) -> UInt64 {
        let entering = UInt64(base.load(fromByteOffset: start &+ polynomial.blockSize, as: UInt8.self))
        let leaving = UInt64(base.load(fromByteOffset: start, as: UInt8.self))
        return entering &- leaving &* polynomial.leaving
    }

    /// One start further, or to the end of a run of one byte: all blocks inside such a run have the same content, so what
    /// was said about the first holds for the rest.
    @inline(__always)
    private mutating func rollOnce(_ base: UnsafeRawPointer, count: Int, _ range: ClosedRange<Int>) {
        let entering = base.load(fromByteOffset: position &+ polynomial.blockSize, as: UInt8.self)
        let isUnchanged = entering == base.load(fromByteOffset: position, as: UInt8.self)
        let next = sum &* Polynomial.multiplier &+ difference(base, position)
        position &+= 1
        if next == sum && isUnchanged && position >= range.lowerBound
            && isConstant(base + position, length: polynomial.blockSize)
        {
            let runEnd = endOfRun(of: entering, base, from: position &+ polynomial.blockSize, to: count)
            position = max(position, min(runEnd &- polynomial.blockSize, range.upperBound))
        }
        sum = next
    }

    private func endOfRun(of byte: UInt8, _ base: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
        let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
        var index = start
        while index &+ 8 <= end && base.loadUnaligned(fromByteOffset: index, as: UInt64.self) == pattern { index &+= 8 }
        while index < end && base.load(fromByteOffset: index, as: UInt8.self) == byte { index &+= 1 }
        return index
    }
}
