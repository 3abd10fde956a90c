import FerryCore
import Harness
import Testing

@testable import FerryManifest

/// The short way through a line must never come to another record than the strict reader.
@Suite("Usual lines of native manifests")
struct UsualLineTests {
    @Test("what is read in one pass is what the strict reader reads, of damaged lines too")
    func agreesWithStrictReader() throws {
        var passed = 0
        for iteration in 0..<RandomTests.iterations(default: 40) {
            let seed = RandomTests.seed &+ UInt64(iteration)
            var random = RandomRecords(generator: SeededGenerator(seed: seed))
            let algorithms: [DigestAlgorithm] = [.sha256, .crc64nvme]
            let text = try Manifests.native(
                random.tree(files: 40, algorithms: algorithms), header: NativeHeader(algorithms: algorithms))
            var generator = SeededGenerator(seed: seed)
            for line in text.split(separator: UInt8(ascii: "\n")).dropFirst().dropLast() {
                for changes in 0..<3 {
                    var changed = Array(line)
                    for _ in 0..<changes {
                        let place = Int.random(in: 0..<changed.count - LineChecks.endLength, using: &generator)
                        switch Int.random(in: 0..<4, using: &generator) {
                        case 0: changed.remove(at: place)
                        case 1: changed.insert(changed.randomElement(using: &generator)!, at: place)
                        case 2: changed[place] = Array("./\\\",0a:{}".utf8).randomElement(using: &generator)!
                        default: changed[place] ^= 1 << UInt8.random(in: 0...6, using: &generator)
                        }
                    }
                    guard let usual = usual(changed, algorithms) else { continue }
                    passed += 1
                    #expect(try strict(changed) == usual, "\(String(decoding: changed, as: UTF8.self)), seed \(seed)")
                }
            }
        }
        #expect(passed > 20)
    }

    @Test(
        "paths that lead out, empty components and escapes are left to the strict reader",
        arguments: ["../a", "a/../b", "/a", "a//b", "a/", ".", "a/.", "", "a\\u0000", "\u{7F}", "ä"])
    func unusualPaths(path: String) {
        let line = "{\"path\":\"\(path)\",\"kind\":\"file\",\"check\":\"00000000\"}"
        #expect(usual(Array(line.utf8), []) == nil)
    }

    @Test("files of the usual kind are read in one pass")
    func usualLines() throws {
        let digest = String(repeating: "0123456789abcdef", count: 4)
        let line =
            #"{"path":"a/b.csv","kind":"file","size":12,"mtime":"-5.000000001","mode":"644","lines":3,"sha256":"\#(digest)","#
            + #""check":"00000000"}"#
        // A time before 1970 is no usual one.
        #expect(usual(Array(line.utf8), [.sha256]) == nil)
        let later = line.replacing("-5.", with: "5.")
        let record = try #require(usual(Array(later.utf8), [.sha256]))
        #expect(try strict(Array(later.utf8)) == record)
        #expect(record.modified == Timestamp(seconds: 5, nanoseconds: 1) && record.lineCount == 3)
        // Algorithms that the header does not name, or in another order.
        #expect(usual(Array(later.utf8), [.md5]) == nil)
    }

    private func usual(_ line: [UInt8], _ algorithms: [DigestAlgorithm]) -> Record? {
        line.withUnsafeBytes {
            var usual = UsualLine($0)
            return usual.record(algorithms)
        }
    }

    private func strict(_ line: [UInt8]) throws -> Record {
        try line.withUnsafeBytes { try NativeLine($0, line: 1).record() }
    }
}
