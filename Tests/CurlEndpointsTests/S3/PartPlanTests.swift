import Testing

@testable import CurlEndpoints

/// How objects are cut into parts.
@Suite struct PartPlanTests {
    private static let mebibyte: Int64 = 1 << 20
    private static let tebibyte: Int64 = 1 << 40

    /// The size of an object, and the length of its parts in MiB.
    private static let sizes: [(Int64, Int64)] = [
        (8 * mebibyte + 1, 8), (1 << 30, 8), (80_000 * mebibyte, 8), (80_000 * mebibyte + 1, 9), (tebibyte, 105),
        // The largest object that Amazon keeps.
        (5 * tebibyte, 525),
        // The most that parts can hold.
        (51_200_000 * mebibyte, 5120),
    ]

    @Test(arguments: sizes)
    func partsAreAsLargeAsTheirNumberMakesThem(_ size: Int64, _ length: Int64) {
        let plan = PartPlan(size: size)
        let part = plan.length(ofPart: 1)
        #expect(part == length * Self.mebibyte && plan.length(ofPart: 10_000) == part && !plan.isSingle)
        #expect((size + part - 1) / part <= Int64(PartPlan.mostParts))
        #expect((PartPlan.smallest...PartPlan.largest).contains(part))
    }

    @Test func smallObjectsAreOneRequest() {
        #expect(PartPlan(size: 0).isSingle && PartPlan(size: 8 << 20).isSingle)
        #expect(!PartPlan(size: (8 << 20) + 1).isSingle && !PartPlan(size: nil).isSingle)
    }

    @Test(arguments: [(1, 8), (1000, 8), (1001, 16), (2000, 16), (2001, 32), (9001, 4096), (10_000, 4096)])
    func withoutALengthPartsGrow(_ number: Int, length: Int64) {
        #expect(PartPlan(size: nil).length(ofPart: number) == length * Self.mebibyte)
    }

    /// All that a stream of unknown length may bring is more than the largest object.
    @Test func aStreamHasRoom() {
        let plan = PartPlan(size: nil)
        let all = (1...PartPlan.mostParts).reduce(Int64(0)) { $0 + plan.length(ofPart: $1) }
        #expect(all > 5 * Self.tebibyte)
    }
}
