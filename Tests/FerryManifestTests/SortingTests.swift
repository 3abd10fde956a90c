import FerryCore
import FerryManifest
import Harness
import Testing

@Suite("Sorted records")
struct SortingTests {
    @Test("records come out in order, however many of them fit into memory", arguments: [1, 7, 1000])
    func order(_ runLength: Int) throws {
        var random = RandomRecords(generator: SeededGenerator(seed: RandomTests.seed))
        let records = random.tree(files: 300, algorithms: [.sha256, .md5])
        let sorter = RecordSorter(runLength: runLength)
        for (index, record) in records.shuffled(using: &random.generator).enumerated() {
            try sorter.add(record, line: index + 1)
        }
        #expect(try Manifests.all(sorter.sorted(as: .native)) == records, "seed \(RandomTests.seed)")
    }

    @Test("lines about one file are joined; those that contradict are refused", arguments: [1, 100])
    func joining(_ runLength: Int) throws {
        let path = RelativePath(unchecked: Array("a".utf8))
        let one = Record(path: path, digests: [Hasher.digest([1], .sha256)])
        let other = Record(path: path, digests: [Hasher.digest([1], .md5)])
        let wrong = Record(path: path, digests: [Hasher.digest([2], .sha256)])
        func joined(_ records: [Record]) throws -> [Record] {
            let sorter = RecordSorter(runLength: runLength)
            for (index, record) in records.enumerated() { try sorter.add(record, line: index + 1) }
            return try Manifests.all(sorter.sorted(as: .bsd))
        }
        #expect(try joined([one, other, one]).map(\.digests) == [one.digests + other.digests])
        do {
            _ = try joined([one, other, wrong])
            #expect(Bool(false), "a contradiction is accepted")
        } catch ManifestError.damaged(3, .contradiction(path, earlier: 1)) {
        } catch {
            #expect(Bool(false), "\(error)")
        }
    }

    private static func list(_ lines: [(byte: UInt8, name: String)]) -> ManifestOpening.Again {
        let text = lines.map { "\(Hasher.digest([$0.byte], .sha256).hexadecimal)  \($0.name)\n" }.joined()
        return { () throws(ManifestError) in CheckFileReader(MemoryStream(Array(text.utf8)), algorithm: .sha256) }
    }

    @Test("a list in order is not sorted, another one is", arguments: [true, false])
    func lists(_ isInOrder: Bool) throws {
        var lines = ["a", "a-b", "ab/c", "ab/c", "c d", "é"].map { (byte: UInt8(1), name: $0) }
        if !isInOrder { lines.swapAt(1, 4) }
        let again = Self.list(lines)
        let records = try RecordSorter.ordered(again(), again: again)
        #expect((records is AscendingRecords) == isInOrder)
        #expect(try Manifests.all(records).map { "\($0.path)" } == ["a", "a-b", "ab/c", "c d", "é"])
        #expect(!(try RecordSorter.ordered(again()) is AscendingRecords))
    }

    @Test("what is wrong with a list is known before its first record", arguments: ["b", "a/../../b"])
    func wrongLists(_ name: String) throws {
        let again = Self.list([(1, "a"), (1, "b"), (2, name)])
        #expect(throws: ManifestError.self) { _ = try RecordSorter.ordered(again(), again: again) }
    }

    @Test("a list that has changed since it was found to be in order is refused")
    func changedLists() throws {
        let records = AscendingRecords(try Self.list([(1, "b"), (1, "a")])())
        do {
            _ = try Manifests.all(records)
            #expect(Bool(false), "the order is not watched")
        } catch ManifestError.damaged(2, .outOfOrder) {
        } catch {
            #expect(Bool(false), "\(error)")
        }
    }
}
