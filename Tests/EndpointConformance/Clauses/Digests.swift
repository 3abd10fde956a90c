import FerryCore
import FerryEndpoints
import Testing

let digestClauses: [Clause] = [
    Clause("a digest that is offered is that of the content") { subject in
        guard let digests = subject.endpoint.digests else { return }
        #expect(!digests.algorithms.isEmpty)
        for content in [[], pattern(1), pattern(300_000)] {
            let entry = try subject.put(subject.path("file"), content).entry
            for algorithm in digests.algorithms {
                guard let offered = try digests.digest(of: entry, range: nil, by: algorithm) else { continue }
                #expect(offered.digest == Hasher.digest(content, algorithm), "\(algorithm), \(content.count) bytes")
            }
        }
    },
    Clause("a digest of a range is that of the range") { subject in
        guard let digests = subject.endpoint.digests else { return }
        let content = pattern(100_000)
        let entry = try subject.put(subject.path("file"), content).entry
        for (start, end) in [(0, 1000), (70_000, 70_001), (65_536, 100_000)] {
            let range = ByteRange(offset: Int64(start), length: Int64(end - start))
            for algorithm in digests.algorithms {
                guard let offered = try digests.digest(of: entry, range: range, by: algorithm) else { continue }
                #expect(offered.digest == Hasher.digest(Array(content[start..<end]), algorithm), "\(algorithm)")
            }
        }
    },
    Clause("an algorithm that is not offered has no digest") { subject in
        guard let digests = subject.endpoint.digests else { return }
        let entry = try subject.put("file").entry
        for algorithm in Set(DigestAlgorithm.allCases).subtracting(digests.algorithms) {
            #expect(try digests.digest(of: entry, range: nil, by: algorithm) == nil)
        }
    },
    Clause("a digest of a file that was replaced is changedDuringTransfer, not the new one's") { subject in
        guard let digests = subject.endpoint.digests else { return }
        let old = try subject.put("file", "old content").entry
        guard old.version != nil, try digests.digest(of: old, range: nil, by: digests.algorithms[0]) != nil else {
            return
        }
        try subject.put("file", "new content")
        expectError(.changedDuringTransfer, clause: "the digest of the old entry") {
            _ = try digests.digest(of: old, range: nil, by: digests.algorithms[0])
        }
    },
]
