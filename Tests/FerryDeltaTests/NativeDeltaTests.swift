import FerryCore
import Harness
import Testing

@testable import FerryDelta

/// The native signature and matcher, on pairs of versions of every kind.
@Suite("Native delta")
struct NativeDeltaTests {
    static let blockSizes = [128, 512, 1024]

    @Test("instructions rebuild the new file and equal those of a brute-force search", arguments: VersionPair.all)
    func equalsBruteForce(pair: VersionPair) throws {
        for blockSize in Self.blockSizes {
            let index = SignatureIndex(try SignatureBuilder(blockSize: blockSize).signature(of: MemoryBytes(pair.old)))
            let sink = RecordingSink(old: pair.old)
            let summary = try DeltaScan().run(index, .file(MemoryBytes(pair.new)), into: sink)
            #expect(sink.rebuilt == pair.new, "blocks of \(blockSize)")
            #expect(summary.newSize == Int64(pair.new.count))

            let found = canonicalMatches(index, pair.new)
            let expected = BruteForceMatcher(old: pair.old, blockSize: blockSize).matches(in: pair.new)
            #expect(found == expected, "blocks of \(blockSize), seed \(RandomTests.seed)")
            #expect(summary.copied >= Int64(expected.count * blockSize))
        }
    }

    @Test("threads, segment borders and kernels have no influence", arguments: VersionPair.all)
    func isDeterministic(pair: VersionPair) throws {
        let blockSize = 512
        let reference = try SignatureBuilder(blockSize: blockSize).signature(of: MemoryBytes(pair.old))
        var expected: [Instruction]?
        for kernel in Kernel.allCases where kernel <= .best {
            var builder = SignatureBuilder(blockSize: blockSize, threads: 3)
            builder.kernel = kernel
            #expect(try builder.signature(of: MemoryBytes(pair.old)) == reference)
            for threads in [1, 2, 3] {
                let sink = RecordingSink(old: pair.old)
                var scan = DeltaScan(threads: threads)
                scan.segmentLength = 2048
                let new: Content =
                    threads == 2 ? .stream(DripFeed(pair.new, by: 1000)) : .file(MemoryBytes(pair.new))
                _ = try scan.run(SignatureIndex(reference, kernel: kernel), new, into: sink)
                #expect(sink.rebuilt == pair.new)
                expected = expected ?? sink.instructions
                #expect(merged(sink.instructions) == merged(expected!), "\(kernel), \(threads) threads")
            }
        }
        let matches = canonicalMatches(SignatureIndex(reference), pair.new, segmentLength: 2048)
        #expect(matches == BruteForceMatcher(old: pair.old, blockSize: blockSize).matches(in: pair.new))
    }

    @Test("the density of hits has no influence", arguments: [1, 3, 30, 100])
    func densityIsIrrelevant(hitsPerBlock: Int) throws {
        for pair in VersionPair.all {
            var builder = SignatureBuilder(blockSize: 512)
            builder.geometry = AnchorGeometry(blockSize: 512, hitsPerBlock: hitsPerBlock)
            let index = SignatureIndex(try builder.signature(of: MemoryBytes(pair.old)))
            let expected = BruteForceMatcher(old: pair.old, blockSize: 512).matches(in: pair.new)
            #expect(canonicalMatches(index, pair.new) == expected, "\(pair)")
        }
    }

    @Test func cryptographicAndShortHashes() throws {
        for pair in VersionPair.all where pair.name.hasSuffix("shifted") {
            for (hash, length) in [(StrongHash.sha256, 16), (.sha256, 12), (.xxh128, 12)] {
                let builder = SignatureBuilder(blockSize: 512, strongHash: hash, strongLength: length)
                let index = SignatureIndex(try builder.signature(of: MemoryBytes(pair.old)))
                let expected = BruteForceMatcher(old: pair.old, blockSize: 512).matches(in: pair.new)
                #expect(canonicalMatches(index, pair.new) == expected, "\(pair)")
            }
        }
    }

    @Test func randomPairs() throws {
        var r = SeededGenerator("random pairs")
        for number in 0..<120 {
            let values = [2, 3, 17, 256][number % 4]
            var old = r.bytes(r.below(12_000), values: values)
            if number % 3 == 0 && !old.isEmpty {
                old = r.repeating(Array(old[...r.below(min(old.count, 3000))]), old.count)
            }
            let new = old.isEmpty ? [] : r.variant(of: old)
            for blockSize in [128, 256, 512] {
                let index = SignatureIndex(try SignatureBuilder(blockSize: blockSize).signature(of: MemoryBytes(old)))
                let found = canonicalMatches(index, new, segmentLength: 1024 << r.below(4))
                let expected = BruteForceMatcher(old: old, blockSize: blockSize).matches(in: new)
                #expect(found == expected, "pair \(number), blocks of \(blockSize), seed \(RandomTests.seed)")
            }
        }
    }

    @Test func holesReplaceLongRunsOfZeros() throws {
        var r = SeededGenerator("holes")
        let zeros = [UInt8](repeating: 0, count: 40_000)
        let old = r.bytes(9000) + zeros
        let new = r.bytes(5000) + zeros + old[..<9000] + zeros + [1]
        let index = SignatureIndex(try SignatureBuilder(blockSize: 512).signature(of: MemoryBytes(old)))
        let sink = RecordingSink(old: old)
        let summary = try DeltaScan(makesHoles: true).run(index, .file(MemoryBytes(new)), into: sink)
        #expect(sink.rebuilt == new)
        #expect(summary.holes > 70_000)
    }

    /// One block of zeros alone, then many: of which a long run is copied decides how many steps it takes.
    @Test func runsOfEqualBlocksAreCopiedInFewSteps() throws {
        var r = SeededGenerator("equal blocks")
        let zeros = [UInt8](repeating: 0, count: 512)
        let old = r.bytes(1024) + zeros + r.bytes(512) + r.repeating(zeros, 60 * 512) + r.bytes(600)
        let new = r.bytes(300) + r.repeating(zeros, 300 * 512) + r.bytes(700)
        let signature = try SignatureBuilder(blockSize: 512).signature(of: MemoryBytes(old))
        let list = InstructionList()
        _ = try DeltaScan().run(SignatureIndex(signature), .file(MemoryBytes(new)), into: list)
        #expect(list.instructions.filter { $0.source != nil }.count == 5)
    }

    /// What is at its place is not copied from elsewhere, so that nothing is to be done in place.
    @Test func equalBlocksAtTheirPlaceStayThere() throws {
        var r = SeededGenerator("in place")
        let zeros = [UInt8](repeating: 0, count: 512 * 20)
        var old = zeros + r.bytes(512 * 4) + zeros + zeros + r.bytes(512 * 4) + zeros
        // A zero at the border would make the run longer, and its blocks others.
        for border in [20 * 512, 24 * 512 - 1, 64 * 512, 68 * 512 - 1] { old[border] |= 1 }
        var new = old
        for position in [512 * 24 - 3, 512 * 68 - 5] { new[position] ^= 1 }
        let signature = try SignatureBuilder(blockSize: 512).signature(of: MemoryBytes(old))
        let list = InstructionList()
        _ = try DeltaScan().run(SignatureIndex(signature), .file(MemoryBytes(new)), into: list)
        let copies = list.instructions.filter { $0.source != nil }
        #expect(copies.allSatisfy { $0.source?.offset == $0.target.offset })
        #expect(copies.count == 3)
    }

    @Test func tailIsFoundInEveryPlace() throws {
        for pair in VersionPair.all where pair.name.hasPrefix("tail") || pair.name == "twice" {
            let signature = try SignatureBuilder(blockSize: 1024).signature(of: MemoryBytes(pair.old))
            // Random bytes may lack an anchor; such a tail is looked for at the borders of gaps only.
            if signature.tail?.offset == BlockRecord.noAnchor && pair.name.hasSuffix("inside") { continue }
            let index = SignatureIndex(signature)
            for segmentLength in [2048, 1 << 20] {
                let list = InstructionList()
                var scan = DeltaScan()
                scan.segmentLength = segmentLength
                _ = try scan.run(index, .file(MemoryBytes(pair.new)), into: list)
                let usesTail = list.instructions.contains { $0.source?.end == Int64(pair.old.count) }
                #expect(usesTail, "\(pair), segments of \(segmentLength)")
            }
        }
    }
}

/// The matches before they become instructions.
func canonicalMatches(_ target: any MatchTarget, _ new: [UInt8], segmentLength: Int = 1 << 20) -> [Match] {
    let reader = SegmentReader(
        .file(MemoryBytes(new)), segmentLength: segmentLength, margin: target.blockSize, threads: 1)
    var stitcher = Stitcher(target)
    let matcher = target.makeMatcher()
    var matches: [Match] = []
    while let segment = try? reader.next() {
        var findings = Findings()
        matcher.beginSegment(length: segment.starts.count)
        matcher.findMatches(
            in: segment.window, from: segment.starts.lowerBound - segment.windowStart,
            limit: segment.starts.upperBound - segment.windowStart, into: &findings)
        matches += stitcher.stitch(SearchedSegment(segment, findings)).matches
        reader.release(segment)
    }
    return matches
}

/// Literals come in pieces whose borders depend on the segments; merged, instructions are comparable.
func merged(_ instructions: [Instruction]) -> [Instruction] {
    let list = InstructionList()
    for instruction in instructions { list.accept(instruction, literal: UnsafeRawBufferPointer(start: nil, count: 0)) }
    return list.instructions
}
