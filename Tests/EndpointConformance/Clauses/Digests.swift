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
    Clause("the digests of a staged file are those of what was written") { subject in
        guard subject.capabilities.digestsStaged, subject.capabilities.composition == .bytes else { return }
        let old = pattern(20_000)
        let entry = try subject.put(subject.path("old"), old).entry
        let file = try subject.stage(subject.path("new"), size: 20_003)
        try file.copy(ByteRange(offset: 10_000, length: 10_000), of: entry, at: 0)
        try file.write([1, 2, 3], at: 10_000)
        try file.copy(ByteRange(offset: 0, length: 10_000), of: entry, at: 10_003)
        let content = Array(old[10_000...]) + [1, 2, 3] + old[..<10_000]
        for stored in try file.storedDigests(by: .sha256) ?? [] {
            let part = content[Int(stored.range.offset)..<Int(stored.range.end)]
            #expect(stored.digest == Hasher.digest(Array(part), stored.digest.algorithm))
        }
        let new = try file.commit(metadata: Metadata(), length: 20_003).entry
        #expect(try subject.bytes(of: new, step: 65_536) == content)
    },
]
