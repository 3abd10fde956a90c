import FerryCore
import FerryEndpoints
import Harness
import Synchronization
import Testing

@testable import CurlEndpoints

/// Long lists, which are listed as several ranges of keys at a time.
@Suite struct KeyRangesTests {
    private func paths(_ store: StubStore, below directory: String = "") throws -> [String] {
        let endpoint = RetryingEndpoint(try store.endpoint(), RetryPolicy(attempts: 20, firstDelay: 0.001))
        let root = RelativePath(unchecked: Array(directory.utf8))
        let listing = try endpoint.list(ListingRequest(directory: root))
        var paths: [String] = []
        while let items = try listing.next() {
            for case .entry(let entry) in items where entry.kind == .file { paths.append("\(entry.path)") }
        }
        return paths
    }

    private func shelf(_ keys: some Sequence<String>, pages: Int) -> ObjectShelf {
        let shelf = ObjectShelf()
        shelf.content.withLock { content in
            content.mostKeys = pages
            for key in keys { content.put(key, [], []) }
        }
        return shelf
    }

    private func sorted(_ keys: some Sequence<String>) -> [String] {
        keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    /// Trees and heaps of names as people make them.
    private static func keys(_ shape: Int, _ count: Int, _ random: inout SeededGenerator) -> Set<String> {
        var keys: Set<String> = []
        while keys.count < count {
            let number = keys.count
            let hex = String(UInt64.random(in: 0 ... .max, using: &random), radix: 16)
            let letters = ["a", "Z", "é", "0", "-", "_", "~", "\u{10FFFF}", "mm", " "]
            let word = (0..<3).map { _ in letters.randomElement(using: &random)! }.joined()
            switch shape {
            case 0: keys.insert("f" + digits(number, 6))
            case 1: keys.insert("d\(number / 50)/e/f\(number)")
            case 2: keys.insert(hex)
            case 3: keys.insert("x/" + word + "/" + digits(number % 10, 2) + word)
            default: keys.insert("logs/20\(digits(number % 30, 2))/\(digits(number % 12 + 1, 2))/\(hex)")
            }
        }
        return keys
    }

    /// Calls `body` with a few generators, and seeds that tell a failure.
    private func rounds(_ body: (inout SeededGenerator, UInt64) throws -> Void) rethrows {
        for round in 0..<UInt64(RandomTests.iterations(default: 8)) {
            var random = SeededGenerator(seed: RandomTests.seed &+ round)
            try body(&random, RandomTests.seed &+ round)
        }
    }

    @Test(arguments: 0..<5) func allKeysComeOnceAndInOrder(_ shape: Int) throws {
        try rounds { (random, seed) throws in
            let count = Int.random(in: 1...900, using: &random)
            let keys = Self.keys(shape, count, &random)
            let size = Int.random(in: 1...20, using: &random)
            let store = StubStore(shelf(keys, pages: size).answer)
            #expect(try paths(store) == sorted(keys), "seed \(seed)")
        }
    }

    /// Requests go wrong at random; each range goes on where it was.
    @Test func whatFailsIsAskedForAgain() throws {
        try rounds { (random, seed) throws in
            let keys = Self.keys(Int.random(in: 0..<5, using: &random), 600, &random)
            let shelf = shelf(keys, pages: 10)
            let dice = Mutex(SeededGenerator(seed: random.next()))
            let store = StubStore { request in
                dice.withLock { Int.random(in: 0..<4, using: &$0) } == 0
                    ? .init(status: 503, body: StubStore.error("SlowDown")) : shelf.answer(request)
            }
            #expect(try paths(store) == sorted(keys), "seed \(seed)")
        }
    }

    /// Cuts cost little: the last page of each piece is half full, and the questions where to cut are few.
    @Test func cuttingCostsFewRequests() throws {
        for keys in [(0..<4000).map { "f" + Self.digits($0, 6) }, (0..<4000).map { "d\(100 + $0 / 40)/f\($0)" }] {
            let store = StubStore(shelf(keys, pages: 40).answer)
            #expect(try paths(store).count == 4000)
            let questions = store.requests.filter { Self.isQuestion($0) }
            #expect(store.requests.contains { $0[query: "start-after"] != nil && !Self.isQuestion($0) })
            #expect(store.requests.count - questions.count <= 110)
            #expect(questions.count <= 20)
        }
    }

    /// Directories that are told by one answer are boundaries, and pieces of like lengths are not cut again.
    @Test func fewDirectoriesAreCutByOneQuestion() throws {
        let keys = (0..<4000).map { "all/part-\(Self.digits($0 / 200, 3))/group-\($0 / 4 % 50)/record-\($0)" }
        let store = StubStore(shelf(keys, pages: 40).answer)
        #expect(try paths(store).count == 4000)
        #expect(store.requests.count <= 107)
        let questions = store.requests.filter { Self.isQuestion($0) }
        #expect(questions.count <= 2)
        #expect(questions.allSatisfy { $0[query: "delimiter"] == "/" })
    }

    private static func isQuestion(_ request: LoopbackConnection.Request) -> Bool { request[query: "max-keys"] != nil }

    @Test func aShortListIsOneRequestAPage() throws {
        let store = StubStore(shelf((0..<20).map { "f\(100 + $0)" }, pages: 10).answer)
        #expect(try paths(store).count == 20)
        #expect(store.requests.count == 2)
    }

    @Test func onlyKeysBelowTheDirectoryAreAskedFor() throws {
        let keys = (0..<600).map { "a/f\(1000 + $0)" } + (0..<600).map { "b/f\(1000 + $0)" } + ["c"]
        let store = StubStore(shelf(keys, pages: 10).answer)
        #expect(try paths(store, below: "b").count == 600)
        #expect(store.requests.allSatisfy { $0[query: "prefix"] == "b/" })
    }

    @Test func aStoreThatCannotBeginAtAKeyIsListedInOneRange() throws {
        let shelf = shelf((0..<600).map { "f" + Self.digits($0, 4) }, pages: 10)
        shelf.content.withLock { $0.ignoresStart = true }
        let store = StubStore(shelf.answer)
        #expect(try paths(store) == shelf.keys)
    }

    @Test func aListingThatIsDroppedLeavesNothingBehind() throws {
        let store = StubStore(shelf((0..<600).map { "f" + Self.digits($0, 4) }, pages: 10).answer)
        for pages in 0..<6 {
            let listing = try store.endpoint().list(ListingRequest())
            for _ in 0..<pages { _ = try listing.next() }
            listing.cancel()
            #expect(try listing.next() == nil)
        }
    }
}
