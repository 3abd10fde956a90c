import FerryCore
import Testing

@testable import FerryEndpoints

@Suite struct PartRulesTests {
    private let rules = PartRules(minimum: 5, maximum: 10, count: 4)

    private func isAllowed(_ copies: [(Int64, Int64)], _ length: Int64) -> Bool {
        rules.violation(copies: copies.map { ByteRange(offset: $0.0, length: $0.1) }, length: length) == nil
    }

    @Test func aFileWithoutCopiesIsOneUpload() {
        #expect(isAllowed([], 1))
        #expect(isAllowed([], 1_000_000))
    }

    @Test func copiedPartsHaveASize() {
        #expect(isAllowed([(0, 5), (5, 10)], 15))
        #expect(!isAllowed([(0, 4), (4, 10)], 14))
        #expect(!isAllowed([(0, 11)], 11))
        #expect(isAllowed([(0, 5), (5, 2)], 7))
    }

    @Test func literalRunsAreAtLeastAPart() {
        #expect(isAllowed([(0, 5), (10, 5)], 15))
        #expect(!isAllowed([(0, 5), (9, 5)], 14))
        #expect(isAllowed([(0, 5)], 6))
        #expect(!isAllowed([(4, 5)], 9))
    }

    @Test func partsAreCounted() {
        #expect(isAllowed([(0, 10), (10, 10), (20, 10), (30, 10)], 40))
        #expect(!isAllowed([(0, 10), (10, 10), (20, 10), (30, 10)], 41))
        #expect(isAllowed([(0, 5)], 35))
        #expect(!isAllowed([(0, 5)], 36))
    }

    @Test func partsDoNotOverlap() {
        #expect(!isAllowed([(0, 6), (5, 6)], 11))
    }
}
