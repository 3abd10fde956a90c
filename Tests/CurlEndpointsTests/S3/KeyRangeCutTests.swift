import Testing

@testable import CurlEndpoints

/// Where the rest of a list is cut.
@Suite struct KeyRangeCutTests {
    /// A store that counts what it is asked.
    private final class Store: KeyRangeCut.Questions {
        let keys: [String]
        /// More are much.
        let mostSiblings: Int
        private(set) var questions = 0

        init(_ keys: [String], mostSiblings: Int = 64) {
            self.keys = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            self.mostSiblings = mostSiblings
        }

        private func keys(after key: [UInt8]) -> some Sequence<String> {
            keys.drop { !key.lexicographicallyPrecedes($0.utf8) }
        }

        func firstKey(after key: [UInt8]) -> [UInt8]? {
            questions += 1
            return keys(after: key).first { _ in true }.map { Array($0.utf8) }
        }

        func siblings(in directory: [UInt8], after key: [UInt8]) -> [[UInt8]]? {
            questions += 1
            var found: [[UInt8]] = []
            for key in keys(after: key) where key.utf8.starts(with: directory) {
                let name = key.utf8.dropFirst(directory.count)
                let sibling = directory + (name.firstIndex(of: UInt8(ascii: "/")).map { name[...$0] } ?? name[...])
                if found.last != sibling { found.append(sibling) }
            }
            return found.count > mostSiblings ? nil : found
        }
    }

    private func cuts(
        _ store: Store, prefix: String = "", earlier: String = "", at position: String, end: String? = nil
    )
        throws -> [String]
    {
        let cut = KeyRangeCut(
            prefix: prefix.utf8.count, earlier: Array(earlier.utf8), position: Array(position.utf8),
            end: end.map { Array($0.utf8) })
        return try cut.keys(3, store).map { String(decoding: $0, as: UTF8.self) }
    }

    private func tree(_ tops: ClosedRange<Int>) -> [String] {
        tops.flatMap { top in (0..<20).map { "all/part-\(top)/f\(10 + $0)" } }
    }

    @Test func directoriesAreSharedOutEvenly() throws {
        let store = Store(tree(100...119))
        #expect(
            try cuts(store, prefix: "all/", at: "all/part-100/f12") == [
                "all/part-105/", "all/part-110/", "all/part-115/",
            ])
        #expect(store.questions == 1)
    }

    @Test(arguments: [(100...101, ["101"]), (100...102, ["101", "102"]), (100...103, ["101", "102", "103"])])
    func fewDirectoriesArePiecesOfTheirOwn(_ tops: ClosedRange<Int>, _ expected: [String]) throws {
        let cuts = try cuts(Store(tree(tops)), prefix: "all/", at: "all/part-100/f12")
        #expect(cuts == expected.map { "all/part-\($0)/" })
    }

    /// Nothing follows the outer directories, and files beside the inner ones are no pieces.
    @Test func levelsThatNothingFollowsArePassed() throws {
        let keys = (1...5).map { "x/y/d\($0)/f" } + ["x/y/e", "x/z"]
        let store = Store(keys)
        #expect(try cuts(store, at: "x/y/d1/f") == ["x/y/d3/", "x/y/d4/", "x/y/d5/"])
        #expect(store.questions == 3)
    }

    @Test func whatLiesBehindTheEndIsOfNoUse() throws {
        let store = Store(tree(100...119))
        let cuts = try cuts(store, prefix: "all/", at: "all/part-100/f12", end: "all/part-103/")
        #expect(cuts == ["all/part-101/", "all/part-102/"])
    }

    /// All keys up to the end begin with what it shares with the position: nobody needs to ask.
    @Test func levelsAboveTheEndAreNotAskedFor() throws {
        let store = Store(tree(100...119))
        _ = try cuts(store, prefix: "all/", at: "all/part-100/f12", end: "all/part-100/f20")
        let whole = Store(tree(100...119), mostSiblings: 5)
        _ = try cuts(whole, prefix: "all/", at: "all/part-100/f12")
        #expect(store.questions < whole.questions)
    }

    /// The names differ first in the digit that they have differed in so far, or before it.
    @Test func flatNamesAreCutAtTheirLeftmostDifference() throws {
        let store = Store((10_000..<14_000).map { "f\($0)" })
        #expect(try cuts(store, earlier: "f10000", at: "f10099") == ["f11", "f14", "f17"])
        #expect(store.questions <= 4)
    }

    @Test func manyDirectoriesAreCutAsNamesAre() throws {
        let store = Store(tree(100...299))
        let cuts = try cuts(store, prefix: "all/", earlier: "all/part-100/f10", at: "all/part-101/f12")
        #expect(cuts == ["all/part-2", "all/part-4", "all/part-7"])
    }

    @Test func theEndOfAListIsNotCut() throws {
        let store = Store(tree(100...119))
        #expect(try cuts(store, prefix: "all/", at: "all/part-119/f29").isEmpty)
    }
}
