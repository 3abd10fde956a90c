import FerryCore
import Harness
import Testing

@testable import FerryDelta

/// librsync's files, against `rdiff` and against the brute-force search.
@Suite("librsync")
struct LibrsyncTests {
    static let kinds: [(Librsync.SignatureKind, [String])] = [
        (.rollsumMD4, ["-R", "rollsum", "-H", "md4"]), (.rollsumBLAKE2, ["-R", "rollsum", "-H", "blake2"]),
        (.rabinKarpMD4, ["-R", "rabinkarp", "-H", "md4"]), (.rabinKarpBLAKE2, []),
    ]

    @Test("signatures are rdiff's, byte for byte", arguments: kinds)
    func signatures(kind: Librsync.SignatureKind, flags: [String]) throws {
        var r = SeededGenerator("signatures")
        let directory = TemporaryDirectory()
        for size in [0, 1, 255, 256, 257, 5000, 65_536, 65_537, 300_000] {
            let content = r.bytes(size)
            let file = directory.write(content, "old")
            for (blockFlag, strongFlag) in [
                (nil, nil), (nil, "-1"), (512, "8"), (1000, "0"), (2048, "16"), (1, "-1"), (4096, "-1"),
            ]
                as [(Int?, String?)]
            {
                let blockSize = blockFlag ?? Librsync.blockSize(forFileOf: size)
                let hashLength =
                    switch strongFlag {
                    case "-1": Librsync.shortestHash(forFileOf: size, blockSize: blockSize)
                    case nil, "0": kind.algorithm.digestLength
                    default: Int(strongFlag!)!
                    }
                let more = (blockFlag.map { ["-b", "\($0)"] } ?? []) + (strongFlag.map { ["-S", $0] } ?? [])
                #expect(
                    Program("rdiff").run(["-f"] + flags + more + ["signature", file, directory.file("sig")]).status == 0
                )
                let ours = signature(content, kind, blockSize, hashLength, threads: 2)
                #expect(ours == directory.read("sig"), "\(size) bytes, \(more)")
            }
        }
    }

    @Test("deltas are rdiff's, byte for byte, and patched by both", arguments: kinds)
    func exchange(kind: Librsync.SignatureKind, flags: [String]) throws {
        let directory = TemporaryDirectory()
        for (number, pair) in VersionPair.all.enumerated() where number % 4 == kind.rawValue % 4 || number > 34 {
            let old = directory.write(pair.old, "old")
            let new = directory.write(pair.new, "new")
            let signature = signature(pair.old, kind, 512, 16)
            let signatureFile = directory.write(signature, "sig")

            let ours = try delta(signature, pair.new, threads: 2)
            directory.write(ours, "our delta")
            #expect(
                Program("rdiff").run(["-f", "patch", old, directory.file("our delta"), directory.file("out")]).status
                    == 0)
            #expect(directory.read("out") == pair.new, "\(pair)")

            #expect(Program("rdiff").run(["-f", "delta", signatureFile, new, directory.file("delta")]).status == 0)
            let theirs = directory.read("delta")
            #expect(ours == theirs, "\(pair)")
            #expect(try patched(pair.old, theirs) == pair.new, "\(pair)")
        }
    }

    @Test("matches equal those of a brute-force search on every kernel", arguments: VersionPair.all)
    func equalsBruteForce(pair: VersionPair) throws {
        for kind in [Librsync.SignatureKind.rollsumMD4, .rabinKarpBLAKE2] {
            let expected = BruteForceMatcher(old: pair.old, blockSize: 512).matches(in: pair.new)
            let file = DripFeed(signature(pair.old, kind, 512, 16), by: 77)
            let signature = try LibrsyncSignature.read(from: file)
            for kernel in [Kernel.portable, .best] {
                let index = signature.index(kernel: kernel)
                #expect(canonicalMatches(index, pair.new) == expected, "\(kind), \(kernel)")
                #expect(canonicalMatches(index, pair.new, segmentLength: 2048) == expected, "\(kind), \(kernel)")
            }
        }
    }

    @Test("threads, segment borders and kernels have no influence", arguments: VersionPair.all)
    func isDeterministic(pair: VersionPair) throws {
        let file = signature(pair.old, .rabinKarpBLAKE2, 512, 16)
        let signature = try LibrsyncSignature.read(from: DripFeed(file, by: 100))
        var expected: [Instruction]?
        for kernel in Kernel.allCases where kernel <= .best {
            for (threads, segmentLength) in [(1, nil), (2, 2048), (3, 1024)] as [(Int, Int?)] {
                let sink = RecordingSink(old: pair.old)
                var scan = DeltaScan(threads: threads)
                scan.segmentLength = segmentLength
                _ = try scan.run(signature.index(kernel: kernel), .file(MemoryBytes(pair.new)), into: sink)
                #expect(sink.rebuilt == pair.new, "\(kernel), \(threads) threads")
                expected = expected ?? merged(sink.instructions)
                #expect(merged(sink.instructions) == expected, "\(kernel), \(threads) threads")
            }
        }
    }

    @Test func shortLastBlockIsFoundAtTheEnd() throws {
        var r = SeededGenerator("last block")
        let old = r.bytes(512 * 9 + 100)
        for (kind, _) in Self.kinds {
            for new in [r.bytes(700) + old, Array(old.suffix(100)), r.bytes(3) + old.suffix(100)] {
                let list = InstructionList()
                let index = try LibrsyncSignature.read(from: DripFeed(signature(old, kind, 512, 16), by: 100)).index()
                var scan = DeltaScan()
                scan.segmentLength = 1024
                _ = try scan.run(index, .file(MemoryBytes(new)), into: list)
                #expect(list.instructions.last?.source?.end == Int64(old.count))
            }
        }
    }

    @Test func zerosAndPeriodsWithEqualSums() throws {
        let old = [UInt8](repeating: 0, count: 5000) + [UInt8](repeating: 255, count: 5000)
        let new = [UInt8](repeating: 255, count: 3000) + [UInt8](repeating: 0, count: 9000)
        for (kind, _) in Self.kinds {
            #expect(try patched(old, delta(signature(old, kind, 300, 8), new)) == new)
        }
    }

    @Test func damagedFilesAreRefused() throws {
        var r = SeededGenerator("damaged")
        let old = r.text(3000)
        let signature = signature(old, .rabinKarpBLAKE2, 256, 8)
        let delta = try delta(signature, r.shifted(old, times: 3))
        for length in 0..<signature.count where length < 12 || (length - 12) % 12 != 0 {
            #expect(throws: DeltaError.self) {
                try LibrsyncSignature.read(from: DripFeed(Array(signature[..<length]), by: 100))
            }
        }
        for length in 0..<delta.count { #expect(throws: DeltaError.self) { try patched(old, Array(delta[..<length])) } }
        for field in [
            [0, 0, 0, 0, 0, 0, 0, 8], [0x7F, 0, 0, 0, 0, 0, 0, 8], [0, 0, 1, 0, 0, 0, 0, 33],
            [0, 0, 1, 0, 0x80, 0, 0, 0],
        ] {
            let header = Array(signature[..<4]) + field.map { UInt8($0) }
            #expect(throws: DeltaError.self) { try LibrsyncSignature.read(from: DripFeed(header, by: 100)) }
        }
        for _ in 0..<300 {
            let changed = try? LibrsyncSignature.read(from: DripFeed(r.edited(signature, times: 2), by: 100))
            if let index = changed?.index() {
                _ = try? DeltaScan().run(index, .file(MemoryBytes(old)), into: InstructionList())
            }
            _ = try? patched(old, r.edited(delta, times: 2))
        }
    }

    private func signature(
        _ old: [UInt8], _ kind: Librsync.SignatureKind, _ blockSize: Int, _ hashLength: Int, threads: Int = 1
    ) -> [UInt8] {
        let sink = MemorySink()
        var writer = LibrsyncSignatureWriter(kind: kind, blockSize: blockSize, hashLength: hashLength)
        writer.threads = threads
        let content: Content = threads == 1 ? .file(MemoryBytes(old)) : .stream(DripFeed(old, by: 5000))
        #expect(throws: Never.self) { try writer.write(content, to: sink) }
        return sink.bytes
    }

    private func delta(_ signature: [UInt8], _ new: [UInt8], threads: Int = 1) throws -> [UInt8] {
        let sink = MemorySink()
        _ = try LibrsyncDelta.write(
            try LibrsyncSignature.read(from: DripFeed(signature, by: 100)), .file(MemoryBytes(new)), to: sink,
            threads: threads)
        return sink.bytes
    }

    private func patched(_ old: [UInt8], _ delta: [UInt8]) throws -> [UInt8] {
        let sink = MemorySink()
        let patcher = Patcher(old: MemoryBytes(old), to: sink)
        var reader = try LibrsyncDeltaReader(DripFeed(delta, by: 1000), oldSize: old.count)
        try reader.run(into: patcher)
        return sink.bytes
    }
}
