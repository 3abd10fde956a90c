internal import FerryCore

/// The pages of a listing in order, listed ahead by a few threads. A list that turns out to be long is cut into ranges of
/// keys, which are listed side by side; whenever a thread has nothing to do while pages are waited for, the range that is
/// needed first is cut again. What is held ahead is bounded, however many keys there are.
final class KeyRanges: @unchecked Sendable {
    private let query: ListingQuery
    private let condition = Condition()
    /// In order; the first one's pages are taken.
    private var ranges: [KeyRange]
    private var threads: [WorkerThread] = []
    /// Under way, to be cancelled at the end.
    private var exchanges: [ObjectIdentifier: Exchange] = [:]
    /// Pages are taken faster than they come.
    private var isStarved = false
    private var isCutting = false
    private var isStopped = false
    /// The pages of the longest range so far that has come to its end.
    private var usual = 0

    /// Side by side.
    private static let width = 4
    /// Ranges from the first one on that are listed ahead, and those that may keep what was: of pages of about 25 KB each.
    private static let rangesAhead = 5
    private static let rangesKept = 8
    private static let pagesAhead = 32
    /// Fewer would be worth a cut, which costs requests.
    private static let mostAtCut = 2
    /// Pages of a range before it is cut: of the whole list few, as one page of the range before it is asked for in
    /// vain at each cut.
    private static let firstPatience = 2
    private static let patience = 16

    /// The first page is asked for at once.
    init(_ query: ListingQuery) {
        self.query = query
        ranges = [KeyRange(after: nil, upTo: nil, patience: Self.firstPatience)]
        condition.locked { startThreads(1) }
    }

    /// The next page; nil at the end. One that failed is asked for again by the next call.
    func next() throws(S3Failure) -> KeyPage? {
        condition.lock()
        defer { condition.unlock() }
        while let first = ranges.first, !isStopped {
            if let page = first.takePage() {
                isStarved = false
                condition.broadcast()
                return page
            }
            switch first.state {
            case .complete:
                ranges.removeFirst()
                condition.broadcast()
            case .failed(let failure):
                first.askAgain()
                condition.broadcast()
                throw failure
            case .waiting, .asking:
                if !isStarved { condition.broadcast() }
                isStarved = true
                condition.wait()
            }
        }
        return nil
    }

    /// Ends the threads and what they have asked for. The rest of the list is empty.
    func stop() {
        let ending = condition.locked {
            isStopped = true
            for exchange in exchanges.values { exchange.cancel() }
            condition.broadcast()
            defer { threads = [] }
            return threads
        }
        for thread in ending { thread.join() }
    }

    private func work() {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped, !ranges.isEmpty {
            if let range = claim() {
                list(range)
            } else if let range = rangeToCut() {
                cut(range)
            } else {
                condition.wait()
            }
        }
    }

    /// Notes a request while it is under way. The lock is not held.
    private func underWay(_ exchange: Exchange, _ isBegun: Bool) {
        condition.locked {
            exchanges[ObjectIdentifier(exchange)] = isBegun ? exchange : nil
            if isBegun && isStopped { exchange.cancel() }
        }
    }

    // The lock is held in everything below.

    private func startThreads(_ count: Int) {
        while threads.count < count, !isStopped { threads.append(WorkerThread { [self] in work() }) }
    }

    private func claim() -> KeyRange? {
        let range = ranges.prefix(Self.rangesAhead).first { $0.isWaiting && $0.pages.count < Self.pagesAhead }
        range?.ask()
        return range
    }

    private func list(_ range: KeyRange) {
        let (start, token) = (range.position ?? range.start, range.token)
        let result = ask { () throws(S3Failure) in
            try query.page(after: start, token: token, while: underWay)
        }
        switch result {
        case .success(let page): range.add(page)
        case .failure(let failure): range.fail(failure)
        }
        if range.isComplete { usual = max(usual, range.pagesSinceCut) }
        if range.isLong(usual: usual) { startThreads(Self.width) }
        condition.broadcast()
    }

    /// What is needed first, when it is worth cutting.
    private func rangeToCut() -> KeyRange? {
        guard isStarved, !isCutting, ranges.count(where: \.isAsking) <= Self.mostAtCut,
            let range = ranges.first(where: { !$0.isComplete })
        else { return nil }
        return range.isLong(usual: usual) ? range : nil
    }

    /// Where the store does not answer as it should, the range stays whole.
    private func cut(_ range: KeyRange) {
        guard let position = range.position else { return }
        isCutting = true
        defer { isCutting = false }
        let cut = KeyRangeCut(
            prefix: query.prefix.count, earlier: range.beginning ?? [], position: position, end: range.end)
        let questions = CutQuestions(query: query, note: underWay)
        let keys = ask { () throws(S3Failure) in try cut.keys(Self.width - 1, questions) }
        let pieces = range.cut(at: (try? keys.get()) ?? [], patience: Self.patience)
        if let index = ranges.firstIndex(where: { $0 === range }) { ranges.insert(contentsOf: pieces, at: index + 1) }
        for range in ranges.dropFirst(Self.rangesKept) { range.forget() }
        condition.broadcast()
    }

    private func ask<Value>(_ body: () throws(S3Failure) -> Value) -> Result<Value, S3Failure> {
        condition.unlocked { () -> Result<Value, S3Failure> in
            do throws(S3Failure) { return .success(try body()) } catch { return .failure(error) }
        }
    }
}

/// What is asked of a store before a range is cut.
private struct CutQuestions: KeyRangeCut.Questions {
    let query: ListingQuery
    let note: (Exchange, _ isBegun: Bool) -> Void

    /// A gateway of Ceph 16 takes some milliseconds for each, and may stop at half of what it was asked for.
    private static let mostSiblings = 64

    func firstKey(after key: [UInt8]) throws(S3Failure) -> [UInt8]? {
        try query.page(after: key, token: nil, limit: 1, while: note).keys.lastKey
    }

    func siblings(in directory: [UInt8], after key: [UInt8]) throws(S3Failure) -> [[UInt8]]? {
        // These are what is listed.
        if self.query.isDelimited { return nil }
        let query = ListingQuery(prefix: directory, isDelimited: true, client: query.client)
        let page = try query.page(after: key, token: nil, limit: Self.mostSiblings, while: note)
        if page.nextToken != nil { return nil }
        var keys: [[UInt8]] = []
        var cursor = KeyPage.Cursor(page.keys)
        while cursor.advance() { keys.append(cursor.key) }
        return keys
    }
}
