import Testing

@testable import FerrySync

/// Slices of the kernel's copy grow on a fast disk and shrink on a slow one.
@Suite struct SlicePaceTests {
    @Test func followsTheDisk() {
        var pace = SlicePace()
        for _ in 0..<20 { pace.took(.milliseconds(1)) }
        #expect(pace.length == 64 << 20)
        pace.took(.milliseconds(100))
        #expect(pace.length == 64 << 20)
        pace.took(.seconds(1))
        #expect(pace.length == 32 << 20)
        for _ in 0..<20 { pace.took(.seconds(1)) }
        #expect(pace.length == 16 << 10)
    }
}
