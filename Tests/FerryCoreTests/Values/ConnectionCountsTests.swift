import FerryCore
import Testing

@Suite struct ConnectionCountsTests {
    @Test func oneNumberHoldsForBothSides() throws {
        let counts = try ConnectionCounts(parsing: "10")
        #expect(counts.source == 10 && counts.destination == 10)
    }

    @Test func sidesHaveNumbersOfTheirOwn() throws {
        let both = try ConnectionCounts(parsing: "src=10,dst=128")
        #expect(both.source == 10 && both.destination == 128)
        let one = try ConnectionCounts(parsing: "dst=3")
        #expect(one.source == nil && one.destination == 3)
    }

    @Test(arguments: ["", "x", "0", "257", "src=", "src=1,", "src=1,src=2", "source=1", "src=1;dst=2", "=1", "1,2"])
    func anythingElseIsRefused(_ text: String) {
        #expect(throws: ValueError.self) { try ConnectionCounts(parsing: text) }
    }
}
