import FerryEndpoints
import Testing

@testable import FerrySync

/// Places that can write in the middle of a file, and move nothing.
@Suite struct UnmovedRangesTests {
    private func policy(_ method: WritingOptions.Method, size: Int64 = 1 << 20) -> DeltaPolicy {
        var options = WritingOptions()
        options.method = method
        let here = Capabilities(cheapReads: true)
        return DeltaPolicy(options, from: here, to: Capabilities(composition: .unmoved), size: size)
    }

    @Test func onlyInPlaceDoesSomethingStay() {
        #expect(policy(.inPlace) == .remote)
        #expect(policy(.staged) == .whole)
        #expect(policy(.append(verify: false)) == .whole)
        #expect(policy(.inPlace, size: 1000) == .whole)
    }
}
