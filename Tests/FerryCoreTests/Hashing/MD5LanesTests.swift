import FerryCore
import Harness
import Testing

@Suite("MD5 of several contents")
struct MD5LanesTests {
    @Test("known digests, side by side")
    func known() {
        let rows = Fixture.rows(of: "digests.tsv").filter { $0[0] == "md5" }
        #expect(rows.count > 1)
        for start in rows.indices {
            let four = (0..<MD5Lanes.count).map { rows[(start + $0) % rows.count] }
            #expect(digests(of: four.map { Array($0[2].utf8) }) == four.map { $0[1] })
        }
    }

    @Test("contents of any length", arguments: 1...MD5Lanes.count)
    func lengths(count: Int) {
        var generator = SeededGenerator(seed: 1321)
        for _ in 0..<200 {
            let contents = (0..<count).map { _ in
                (0..<Int.random(in: 0...300, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator)
                }
            }
            #expect(digests(of: contents) == contents.map { Hasher.digest($0, .md5).hexadecimal })
        }
    }

    @Test("a lane that begins anew does not disturb the others")
    func anew() {
        let content = (0..<640).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        content.withUnsafeBytes { bytes in
            let start = bytes.baseAddress
            var lanes = MD5Lanes()
            lanes.update([start, start, nil, start], blocks: 2)
            #expect(
                lanes.finish(0, rest: UnsafeRawBufferPointer(rebasing: bytes[128..<130])) == digest(content[..<130]))
            lanes.update([start, bytes.baseAddress! + 128, nil, nil], blocks: 3)
            #expect(
                lanes.finish(3, rest: UnsafeRawBufferPointer(rebasing: bytes[128..<128])) == digest(content[..<128]))
            #expect(
                lanes.finish(1, rest: UnsafeRawBufferPointer(rebasing: bytes[320..<383])) == digest(content[..<383]))
            #expect(
                lanes.finish(0, rest: UnsafeRawBufferPointer(rebasing: bytes[192..<192])) == digest(content[..<192]))
            #expect(lanes.finish(2, rest: UnsafeRawBufferPointer(rebasing: bytes[..<1])) == digest(content[..<1]))
        }
    }

    private func digest(_ content: ArraySlice<UInt8>) -> Digest { Hasher.digest(Array(content), .md5) }

    private func digests(of contents: [[UInt8]]) -> [String] {
        let whole = contents.flatMap { $0 }
        return whole.withUnsafeBytes { bytes in
            var end = 0
            let pieces = contents.map { content in
                defer { end += content.count }
                return UnsafeRawBufferPointer(rebasing: bytes[end..<end + content.count])
            }
            return MD5Lanes.digests(of: pieces).map(\.hexadecimal)
        }
    }
}
