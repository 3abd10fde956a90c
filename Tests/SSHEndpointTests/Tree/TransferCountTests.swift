import Testing

@testable import SSHEndpoint

/// How many small files are under way at a time.
@Suite struct TransferCountTests {
    @Test(arguments: [(0, 16), (0.001, 16), (0.01, 100), (0.02, 200), (0.3, 256)])
    func farServersGetMore(_ roundTrip: Double, _ count: Int) {
        #expect(ServerCapabilities.transfers(roundTrip: roundTrip, handles: 1019) == count)
    }

    @Test func handlesLimitThem() {
        #expect(ServerCapabilities.transfers(roundTrip: 0.3, handles: 100) == 50)
        #expect(ServerCapabilities.transfers(roundTrip: 0, handles: 1) == 1)
    }

    /// Who does not tell how many files may be open is not asked for many.
    @Test func unknownLimitsAreNotTried() {
        #expect(ServerCapabilities.transfers(roundTrip: 0.3, handles: nil) == 64)
    }
}
