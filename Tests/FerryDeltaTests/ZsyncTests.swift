import FerryCore
import Harness
import Testing

@testable import FerryDelta

/// zsync's control files, against `zsyncmake`, `zsync` and the brute-force search.
@Suite("zsync")
struct ZsyncTests {
    @Test("control files are zsyncmake's but for the time", arguments: [0, 1, 5, 2047, 2048, 2049, 300_000, 1_100_000])
    func sameAsZsyncmake(size: Int) throws {
        var r = SeededGenerator("control \(size)")
        let content = r.bytes(size)
        let directory = TemporaryDirectory()
        let file = directory.write(content, "new")
        for blockSize in [2048, 1024, 16384] {
            let status = Program("zsyncmake").run(
                ["-b", "\(blockSize)", "-u", "http://h/new", "-f", "new", "-o", directory.file("control"), file]
            ).status
            #expect(status == 0)
            let theirs = directory.read("control")
            let read = try ZsyncControl.read(from: DripFeed(theirs, by: 100))
            var ours = try control(content, blockSize, threads: 2)
            #expect(ours.sums == read.sums && ours.checksums == read.checksums && ours.digest == read.digest)
            ours.filename = "new"
            ours.modified = read.modified
            ours.urls = ["http://h/new"]
            #expect(try bytes(of: ours) == theirs, "blocks of \(blockSize)")
        }
    }

    @Test func zsyncPutsTogetherFromOurControlFile() throws {
        var r = SeededGenerator("zsync")
        let directory = TemporaryDirectory()
        let new = r.bytes(200_000) + r.text(100_123)
        directory.write(r.bytes(777) + new, "seed")
        var control = try control(new, 1024)
        control.filename = "out"
        control.urls = ["http://127.0.0.1:9/none"]
        let file = directory.write(try bytes(of: control), "control.zsync")
        #expect(Program("zsync").run(["-i", directory.file("seed"), "-o", directory.file("out"), file]).status == 0)
        #expect(directory.read("out") == new)
    }

    @Test(
        "what is located is right, and nothing that a brute-force search finds is missing", arguments: VersionPair.all)
    func locates(pair: VersionPair) throws {
        let wanted = pair.new
        for blockSize in [512, 1024] {
            let control = try control(wanted, blockSize)
            let located = try ZsyncLocator(control).locate(in: MemoryBytes(pair.old))
            for kernel in Kernel.allCases where kernel <= .best {
                var locator = ZsyncLocator(control, kernel: kernel)
                locator.threads = 3
                #expect(try locator.locate(in: MemoryBytes(pair.old)).instructions == located.instructions, "\(kernel)")
            }
            var rebuilt: [UInt8] = []
            for instruction in located.instructions {
                let target = Int(instruction.target.offset)..<Int(instruction.target.end)
                if let source = instruction.source {
                    rebuilt += pair.old[Int(source.offset)..<Int(source.end)]
                } else {
                    rebuilt += wanted[target]
                }
            }
            #expect(rebuilt == wanted)

            let padded = wanted + [UInt8](repeating: 0, count: (blockSize - wanted.count % blockSize) % blockSize)
            let pairs = PairSearch(padded, blockSize: blockSize, isInPairs: ZsyncLocator(control).isInPairs)
            for found in pairs.believed(in: pair.old + [UInt8](repeating: 0, count: blockSize))
            where found.start + blockSize <= pair.old.count {
                #expect(located.position(of: found.block) != nil, "block \(found.block), seed \(RandomTests.seed)")
            }
        }
    }

    /// Nearly every start has the sum of some block, so that only pairs of them tell anything.
    @Test func weakSumsAreTakenInPairs() throws {
        var r = SeededGenerator("weak sums")
        let wanted = r.bytes(160_000)
        let control = try control(wanted, 16)
        #expect(control.hashLengths.sum == 2 && control.hashLengths.run == 2)
        let seed = r.shifted(wanted, times: 40)
        var positions: [[Int?]] = []
        for (kernel, threads) in [(Kernel.portable, 1), (.best, 1), (.best, 3)] {
            var locator = ZsyncLocator(control, kernel: kernel)
            locator.threads = threads
            let located = try locator.locate(in: MemoryBytes(seed))
            for block in 0..<control.blockCount {
                guard let position = located.position(of: block) else { continue }
                #expect(seed[position..<position + 16] == wanted[block * 16..<block * 16 + 16], "block \(block)")
            }
            positions.append((0..<control.blockCount).map { located.position(of: $0) })
        }
        #expect(positions[1] == positions[0] && positions[2] == positions[0])
        #expect(positions[0].filter { $0 == nil }.count < control.blockCount / 4)
    }

    @Test func everyLengthOfSumIsUnderstood() throws {
        var r = SeededGenerator("lengths")
        let new = r.bytes(40_000)
        let whole = try control(new, 1024)
        let full = RollingSum(.twoSums, blockSize: 1024)
        for sum in 1...4 {
            let lengths = try #require(ZsyncHashLengths(run: 2, sum: sum, checksum: 5))
            let padded = new + [UInt8](repeating: 0, count: 1024)
            var sums: [UInt32] = []
            var checksums: [UInt8] = []
            padded.withUnsafeBytes { bytes in
                for block in 0..<whole.blockCount {
                    let start = bytes.baseAddress! + block * 1024
                    sums.append(full.value(full.state(of: start)) & lengths.significant)
                    checksums += Hasher.digest(UnsafeRawBufferPointer(start: start, count: 1024), .md4).bytes[..<5]
                }
            }
            let control = ZsyncControl(
                filename: "x", modified: nil, blockSize: 1024, length: new.count, hashLengths: lengths, urls: ["x"],
                compressedURLs: [], digest: whole.digest, sums: sums, checksums: checksums)
            #expect(try ZsyncControl.read(from: DripFeed(bytes(of: control), by: 50)) == control)
            let located = try ZsyncLocator(control).locate(in: MemoryBytes(r.bytes(99) + new))
            #expect((0..<whole.blockCount).allSatisfy { located.position(of: $0) == 99 + 1024 * $0 })
        }
    }

    @Test func whatOnlyLaterProgramsUnderstandIsRefused() throws {
        let good = String(decoding: try bytes(of: try control([], 1024)), as: UTF8.self)
        for (version, isGood) in [("0.5", true), ("0.6.2", true), ("0.6.3", false), ("0.10", false), ("99.0", false)] {
            let text = good.replacing("zsync: 0.6.2\n", with: "zsync: 0.6.2\nMin-Version: \(version)\n")
            #expect(text != good)
            let read = { try ZsyncControl.read(from: DripFeed(Array(text.utf8), by: 50)) }
            if isGood { _ = try read() } else { #expect(throws: DeltaError.self, "\(version)") { _ = try read() } }
        }
    }

    @Test func headersHaveAnEnd() throws {
        let line = "URL: " + String(repeating: "x", count: 60_000) + "\n"
        let text = "zsync: 0.6.2\n" + String(repeating: line, count: 18)
        #expect(throws: DeltaError.self) {
            try ZsyncControl.read(from: DripFeed(Array((text + "Blocksize: 1024\nLength: 0\n\n").utf8), by: 5000))
        }
        let fewer = text.dropLast(line.utf8.count) + "Blocksize: 1024\nLength: 0\n\n"
        #expect(try ZsyncControl.read(from: DripFeed(Array(fewer.utf8), by: 5000)).urls.count == 17)
    }

    @Test func compressedMapsAndSafeHeadersArePassedOver() throws {
        var r = SeededGenerator("headers")
        let directory = TemporaryDirectory()
        let content = r.text(50_000)
        let file = directory.write(content, "new")
        #expect(Program("zsyncmake").run(["-z", "-u", "new.gz", "-o", directory.file("control"), file]).status == 0)
        let control = try ZsyncControl.read(from: DripFeed(directory.read("control"), by: 100))
        #expect(control.compressedURLs == ["new.gz"] && control.length == content.count)

        let start = "zsync: 0.6.2\nSafe: X-Note\nX-Note: 1\n"
        let rest = "Blocksize: 2048\nLength: 0\nURL: a\n\n"
        #expect(try ZsyncControl.read(from: DripFeed(Array((start + rest).utf8), by: 9)).urls == ["a"])
        #expect(throws: DeltaError.self) {
            try ZsyncControl.read(from: DripFeed(Array(("zsync: 0.6.2\nX-Note: 1\n" + rest).utf8), by: 9))
        }
    }

    @Test func damagedFilesAreRefused() throws {
        var r = SeededGenerator("damaged control")
        let content = r.text(5000)
        var control = try control(content, 512)
        control.urls = ["x"]
        let file = try bytes(of: control)
        for length in 0..<file.count {
            #expect(throws: DeltaError.self) { try ZsyncControl.read(from: DripFeed(Array(file[..<length]), by: 100)) }
        }
        for _ in 0..<300 {
            if let changed = try? ZsyncControl.read(from: DripFeed(r.edited(file, times: 2), by: 100)) {
                _ = try? ZsyncLocator(changed).locate(in: MemoryBytes(content))
            }
        }
        let lies = [
            "Blocksize: 1000\nLength: 5", "Blocksize: 0\nLength: 5", "Blocksize: 2048\nLength: -1", "Length: 5",
            "Blocksize: 2048\nLength: 99999999999999999999", "Blocksize: 2048\nLength: 5\nHash-Lengths: 3,4,16",
            "Blocksize: 2048\nLength: 9000000000000000000", "Blocksize: 2048\nLength: 5\nSHA-1: zz",
        ]
        for lie in lies {
            let text = "zsync: 0.6.2\n\(lie)\nURL: a\n\n"
            #expect(throws: DeltaError.self) { try ZsyncControl.read(from: DripFeed(Array(text.utf8), by: 100)) }
        }
    }

    private func control(_ content: [UInt8], _ blockSize: Int, threads: Int = 1) throws -> ZsyncControl {
        var maker = ZsyncMaker(blockSize: blockSize)
        maker.threads = threads
        return try maker.control(of: MemoryBytes(content))
    }

    private func bytes(of control: ZsyncControl) throws -> [UInt8] {
        let sink = MemorySink()
        try control.write(to: sink)
        return sink.bytes
    }
}

/// What zsync's rule finds, by looking at every start: from a first start on, the least one whose bytes are an old block and,
/// where blocks are looked for in pairs, are followed by the next old block or follow the one before; then the same from the end of
/// that block on.
private struct PairSearch {
    private let blocks: [ArraySlice<UInt8>]
    private let numbers: [ArraySlice<UInt8>: [Int]]
    private let blockSize: Int
    private let isInPairs: Bool

    init(_ old: [UInt8], blockSize: Int, isInPairs: Bool) {
        self.blockSize = blockSize
        self.isInPairs = isInPairs
        blocks = stride(from: 0, to: old.count, by: blockSize).map { old[$0..<$0 + blockSize] }
        numbers = Dictionary(grouping: blocks.indices, by: { [blocks] in blocks[$0] })
    }

    /// Of two matches in a row both are believed.
    func believed(in seed: [UInt8]) -> [(start: Int, block: Int)] {
        let matches = matches(in: seed)
        let neighbours = zip(matches, matches.dropFirst()).filter { $0.start + blockSize == $1.start }
        return neighbours.flatMap { [$0, $1] }
    }

    private func matches(in seed: [UInt8]) -> [(start: Int, block: Int)] {
        var matches: [(start: Int, block: Int)] = []
        var start = 0
        while start + blockSize <= seed.count {
            if let block = match(in: seed, at: start, after: matches.last) {
                matches.append((start, block))
                start += blockSize
            } else {
                start += 1
            }
        }
        return matches
    }

    private func match(in seed: [UInt8], at start: Int, after last: (start: Int, block: Int)?) -> Int? {
        guard let same = numbers[seed[start..<start + blockSize]] else { return nil }
        let next = start + blockSize
        if let last, last.start + blockSize == start, last.block + 1 < blocks.count,
            blocks[last.block + 1] == seed[start..<next]
        {
            return last.block + 1
        }
        if !isInPairs || next + blockSize > seed.count { return same[0] }
        let isFollowed = same.contains { $0 + 1 < blocks.count && blocks[$0 + 1] == seed[next..<next + blockSize] }
        return isFollowed ? same[0] : nil
    }
}
