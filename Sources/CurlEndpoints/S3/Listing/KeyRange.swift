/// The keys between two others as they are listed: page by page, ahead of whoever takes the pages.
final class KeyRange {
    /// All keys lie behind it; nil is the beginning.
    let start: [UInt8]?
    /// None lies behind this one; nil is the end of the list.
    var end: [UInt8]?
    private(set) var state = State.waiting
    private(set) var pages: [KeyPage] = []
    /// The last key that was listed, and the first one.
    private(set) var position: [UInt8]?
    private(set) var beginning: [UInt8]?
    private(set) var token: String?
    /// How many pages come before the next thought of cutting it, and came since the last one.
    private var patience: Int
    private(set) var pagesSinceCut = 0

    enum State {
        case waiting
        /// A thread lists its next page.
        case asking
        case complete
        case failed(S3Failure)
    }

    init(after start: [UInt8]?, upTo end: [UInt8]?, patience: Int) {
        self.start = start
        self.end = end
        self.patience = patience
    }

    var isWaiting: Bool { if case .waiting = state { true } else { false } }

    var isAsking: Bool { if case .asking = state { true } else { false } }

    var isComplete: Bool { if case .complete = state { true } else { false } }

    /// Whether so much of it was listed that much more is to be expected. Pieces of one cut are alike: one that has taken about
    /// as many pages as another one took to its end, `usual`, is nearly at its own. Beside many pages a cut costs nothing.
    func isLong(usual: Int) -> Bool {
        !isComplete && pagesSinceCut >= max(patience, min(usual + usual / 2, Self.mostPatience))
    }

    private static let mostPatience = 64

    func ask() { state = .asking }

    func askAgain() { state = .waiting }

    func fail(_ failure: S3Failure) { state = .failed(failure) }

    func takePage() -> KeyPage? { pages.isEmpty ? nil : pages.removeFirst() }

    func add(_ page: ListingPage) {
        var keys = page.keys
        beginning = beginning ?? keys.firstKey
        position = keys.lastKey ?? position
        token = page.nextToken
        pagesSinceCut += 1
        let reachedEnd = end.map { keys.cut(after: $0) || keys.lastKey == $0 } ?? false
        state = reachedEnd || token == nil ? .complete : .waiting
        if keys.count > 0 { pages.append(keys) }
    }

    /// Gives up what nobody will take for long; it is listed again then.
    func forget() {
        if case .asking = state { return }
        if pages.isEmpty { return }
        (pages, position, beginning, token, state) = ([], nil, nil, nil, .waiting)
    }

    /// Ends before the first of these keys that it has not come to, and returns what follows, in order.
    func cut(at keys: [[UInt8]], patience: Int) -> [KeyRange] {
        pagesSinceCut = 0
        let keys = keys.filter { key in position.map { $0.lexicographicallyPrecedes(key) } ?? true }
        guard !isComplete, let first = keys.first else {
            self.patience *= 2
            return []
        }
        let ends = keys.dropFirst().map(Optional.some) + [end]
        end = first
        return zip(keys, ends).map { KeyRange(after: $0, upTo: $1, patience: patience) }
    }
}
