import Testing

@testable import FerryAgent

/// How many calls are under way at a time.
@Suite struct ConnectionCountTests {
    @Test(arguments: [(0, 64), (0.01, 64), (0.02, 100), (0.04, 200), (0.3, 256)])
    func farAgentsGetMore(_ roundTrip: Double, _ count: Int) {
        #expect(AgentEndpoint.connections(roundTrip: roundTrip) == count)
    }
}
