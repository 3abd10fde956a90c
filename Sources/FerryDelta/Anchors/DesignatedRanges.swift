/// Neighbouring block starts that have the same designated hit.
struct StartRange {
    var first: Int
    var last: Int
    /// The position of the hit; nil where the block that would start here has none.
    var anchor: Int?
}

/// Cuts the possible starts of a block, in increasing order, into ranges by their designated hit.
///
/// The designated hit D(s) of a start s is the leftmost of the greatest hits in s ... s+B-L. It depends on the bytes
/// s ..< s+B alone, which is why a block found at s has its anchor at the distance that its signature tells.
///
/// For a hit p let g be the nearest earlier hit with a hash at least as great, and u the nearest later one with a greater
/// hash. D(s) = p exactly for
///
///     s in max(g+1, p-(B-L)) ... min(p, u-1-(B-L))
///
/// and the starts p1+1 ... p2-1-(B-L) between two consecutive hits have none. The ranges are disjoint, increase with p and
/// cover every start. A hit is finished when u is known or the stream has passed p+B-L: amortised constant work a hit, and
/// memory for the hits of one block. On random data only some 2 of 12 hits have a range at all.
struct DesignatedRanges: ~Copyable {
    /// A hit whose range was not handed out yet.
    struct Waiting: BitwiseCopyable {
        var position: Int
        var previous: Int  // g, or a number below every position
        var next: Int  // u, or a number above every position while none is known
    }

    /// A hit that no later one has exceeded. From bottom to top these descend.
    struct Standing: BitwiseCopyable {
        var position: Int
        var hash: UInt32
        var index: Int  // of its Waiting
    }

    private let blockSize: Int
    private let span: Int
    /// Whether ranges without a hit are of interest; they are handed out only then.
    private let reportsEmptyRanges: Bool
    /// Hits with this hash are noted in `watchedHits`; 0, which is never a hit, for none.
    private let watchedHash: UInt32

    private var hits: HitStream
    private var waiting = Ring<Waiting>(capacity: 256)
    private var standing = Ring<Standing>(capacity: 256)

    /// The starts that are wanted: from `firstStart`, raised as ranges are handed out, to `lastStart`.
    private var firstStart = 0
    private var lastStart = 0
    /// The last hit whose ranges were handed out, and the last one that was pulled from the stream.
    private var handedOut = 0
    private var pulled = 0
    private var isExhausted = true
    /// The range handed out last, for `resume`.
    private var current = StartRange(first: 0, last: -1, anchor: nil)
    private(set) var watchedHits: [Int] = []

    init(_ geometry: AnchorGeometry, kernel: Kernel, reportsEmptyRanges: Bool, watchedHash: UInt32 = 0) {
        blockSize = geometry.blockSize
        span = geometry.span
        hits = HitStream(geometry, kernel: kernel)
        self.reportsEmptyRanges = reportsEmptyRanges
        self.watchedHash = watchedHash
    }

    mutating func forgetWatchedHits() { watchedHits.removeAll(keepingCapacity: true) }

    /// Begins anew, for the starts `first` ..< `limit` of blocks that lie wholly in `bytes`; hits count from
    /// `firstHit` on.
    mutating func restart(_ bytes: UnsafeRawBufferPointer, firstHit: Int, first: Int, limit: Int) {
        firstStart = first
        lastStart = min(bytes.count - blockSize, limit - 1)
        hits.restart(bytes.baseAddress!, from: firstHit, to: min(bytes.count, limit + blockSize))
        handedOut = firstHit - 1
        pulled = firstHit - 1
        isExhausted = false
        waiting.removeAll()
        standing.removeAll()
        current = StartRange(first: 0, last: -1, anchor: nil)
    }

    /// Goes on with starts from `first` on, after a match in the range handed out last.
    ///
    /// Hits are a function of the data, so all that was pulled beyond `first` stays valid. Starting anew each time would
    /// examine a stretch without hits once per match: 4 to 10 times slower on sparse data. The rest of a half-used range
    /// without a hit is handed out again; a range with a hit never is half used, because a match in it reaches beyond the
    /// hit and with it beyond the range.
    mutating func resume(_ bytes: UnsafeRawBufferPointer, first: Int, limit: Int) {
        if hits.frontier <= first && !isExhausted {
            restart(bytes, firstHit: first - 1, first: first, limit: limit)
            return
        }
        let isHalfUsed = current.anchor == nil && first <= current.last
        handedOut = isHalfUsed ? first - 1 : max(handedOut, first - 1)
        firstStart = first
        while !waiting.isEmpty && waiting[waiting.startIndex].position < first { waiting.removeFirst() }
    }

    /// The next range, or nil when all starts were covered.
    mutating func next() -> StartRange? {
        while true {
            if waiting.isEmpty {
                if !isExhausted { pull() }
                if waiting.isEmpty {
                    if isExhausted { return restAfterLastHit() }
                    continue
                }
            }
            let index = waiting.startIndex
            while !isExhausted && waiting[index].next == .max && pulled <= waiting[index].position &+ span { pull() }
            let hit = waiting[index]
            if let gap = gap(before: hit.position) { return remember(gap) }
            waiting.removeFirst()
            handedOut = hit.position
            let range = range(of: hit)
            if range.first <= range.last { return remember(range) }
        }
    }

    @inline(__always)
    private mutating func remember(_ range: StartRange) -> StartRange {
        current = range
        return range
    }

    @inline(__always)
    private func range(of hit: Waiting) -> StartRange {
        var last = min(hit.position, lastStart)
        if hit.next != .max { last = min(last, hit.next &- 1 &- span) }
        let first = max(firstStart, hit.position &- span, hit.previous &+ 1)
        return StartRange(first: first, last: last, anchor: hit.position)
    }

    /// The starts between the last hit that was handed out and the one at `position` that reach neither.
    @inline(__always)
    private mutating func gap(before position: Int) -> StartRange? {
        guard reportsEmptyRanges && position &- handedOut > span &+ 1 else { return nil }
        let first = max(firstStart, handedOut &+ 1)
        let last = min(position &- 1 &- span, lastStart)
        handedOut = position &- 1 &- span
        return first <= last ? StartRange(first: first, last: last, anchor: nil) : nil
    }

    private mutating func restAfterLastHit() -> StartRange? {
        let first = max(firstStart, handedOut &+ 1)
        guard reportsEmptyRanges && first <= lastStart else { return nil }
        firstStart = lastStart + 1
        return remember(StartRange(first: first, last: lastStart, anchor: nil))
    }

    /// Takes one more hit from the stream: it is the u of all lower ones that still stand, and finds its own g below
    /// itself. Equal hashes stand together and the earlier one is g, so the leftmost of the greatest wins, as it does
    /// in a signature.
    @inline(__always)
    private mutating func pull() {
        guard let hit = hits.next(), hit.position <= lastStart &+ span else {
            isExhausted = true
            return
        }
        pulled = hit.position
        if hit.hash == watchedHash { watchedHits.append(hit.position) }
        while !standing.isEmpty {
            let top = standing[standing.endIndex &- 1]
            if top.hash >= hit.hash { break }
            if top.index >= waiting.startIndex { waiting[top.index].next = hit.position }
            standing.removeLast()
        }
        while !standing.isEmpty && standing[standing.startIndex].position < hit.position &- span {
            standing.removeFirst()
        }
        let previous = standing.isEmpty ? -1 : standing[standing.endIndex &- 1].position
        standing.append(Standing(position: hit.position, hash: hit.hash, index: waiting.endIndex))
        waiting.append(Waiting(position: hit.position, previous: previous, next: .max))
    }
}
