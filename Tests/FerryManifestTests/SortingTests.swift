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
}
