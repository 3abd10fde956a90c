import FerryCore
import Harness
import Testing

@testable import CurlEndpoints

/// Pages are packed, and come out as they went in.
@Suite struct KeyPageTests {
    private static let digest = Hasher.digest([1], .md5).hexadecimal
    private static let tags = [
        nil, digest, digest.uppercased(), "\(digest)-12", "\(digest)-012", "\(digest)-0", "x", "", "a-b-c", "é",
    ]

    private func page(_ objects: [ListingPage.Object]) -> KeyPage {
        var page = KeyPage()
        for object in objects { page.append(object) }
        page.shrink()
        return page
    }

    private func objects(_ page: KeyPage) -> [ListingPage.Object] {
        var cursor = KeyPage.Cursor(page)
        var objects: [ListingPage.Object] = []
        while cursor.advance() { objects.append(cursor.object) }
        return objects
    }

    private func expectEqual(_ left: [ListingPage.Object], _ right: [ListingPage.Object]) {
        #expect(left.map(\.key) == right.map(\.key))
        #expect(left.map(\.size) == right.map(\.size))
        #expect(left.map(\.tag) == right.map(\.tag))
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func whatIsPackedComesOut(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...300, using: &random)
        let keys = (0..<count).map { _ in
            (0..<Int.random(in: 1...300, using: &random)).map { _ in UInt8.random(in: 0...1, using: &random) &* 255 }
        }.sorted { $0.lexicographicallyPrecedes($1) }
        let all = keys.map { key in
            ListingPage.Object(
                key: key,
                size: Int64.random(in: 0...(.max >> Int64.random(in: 0...62, using: &random)), using: &random),
                tag: Self.tags.randomElement(using: &random)!)
        }
        let packed = page(all)
        #expect(packed.count == count && packed.lastKey == keys.last)
        expectEqual(objects(packed), all)
        for end in [keys.randomElement(using: &random) ?? [], [], [255, 0], [255, 255, 255, 255]] {
            let kept = all.filter { !end.lexicographicallyPrecedes($0.key) }
            var cut = packed
            #expect(cut.cut(after: end) == (kept.count < count))
            #expect(cut.count == kept.count && cut.lastKey == kept.last?.key)
            expectEqual(objects(cut), kept)
        }
    }
}
