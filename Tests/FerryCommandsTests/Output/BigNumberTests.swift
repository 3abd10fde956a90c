import Testing

@testable import FerryCommands

@Suite struct BigNumberTests {
    @Test(arguments: [
        (0, "0", "0", "0", "0"), (999, "999", "999", "999", "999"), (1000, "1000", "1,000", "1.00K", "1,000"),
        (-1_234_567, "-1234567", "-1,234,567", "-1.23M", "-1.18M"),
        (1_048_576, "1048576", "1,048,576", "1.05M", "1.00M"),
        (9_223_372_036_854_775_807, "9223372036854775807", "9,223,372,036,854,775,807", "9223.37P", "8192.00P"),
    ])
    func wholeNumbers(_ number: Int, _ plain: String, _ grouped: String, _ thousands: String, _ binary: String) {
        #expect(BigNumber.format(Int64(number), .plain) == plain)
        #expect(BigNumber.format(Int64(number), .grouped) == grouped)
        #expect(BigNumber.format(Int64(number), .thousands) == thousands)
        #expect(BigNumber.format(Int64(number), .binary) == binary)
    }

    @Test func fractions() {
        #expect(BigNumber.format(7410.0, .grouped) == "7,410.00")
        #expect(BigNumber.format(0.806, .grouped) == "0.81")
        #expect(BigNumber.format(7410.0, .thousands) == "7.41K")
        #expect(BigNumber.format(7410.0, .plain) == "7410.00")
    }

    @Test func readability() {
        #expect(BigNumber.Style(humanReadable: nil) == .plain)
        #expect(BigNumber.Style(humanReadable: 0) == .grouped)
        #expect(BigNumber.Style(humanReadable: 5) == .binary)
        #expect(BigNumber.Style.plain.raised(by: 9) == .binary)
    }
}
