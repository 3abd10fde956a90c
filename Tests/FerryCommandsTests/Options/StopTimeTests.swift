import Glibc
import Testing

@testable import FerryCommands

/// Local time as seconds since 1970.
private func seconds(_ year: Int32, _ month: Int32, _ day: Int32, _ hour: Int32 = 0, _ minute: Int32 = 0) -> Int64 {
    var time = tm()
    (time.tm_year, time.tm_mon, time.tm_mday, time.tm_hour, time.tm_min) = (year - 1900, month - 1, day, hour, minute)
    time.tm_isdst = -1
    return Int64(mktime(&time))
}

@Suite struct StopTimeTests {
    /// A Saturday afternoon.
    private let now = seconds(2026, 2, 14, 15, 30)

    @Test func whole() {
        #expect(StopTime.parse("2027-01-31T06:05", after: now) == seconds(2027, 1, 31, 6, 5))
        #expect(StopTime.parse("27/1/31", after: now) == seconds(2027, 1, 31))
        #expect(StopTime.parse("2001-01-01", after: now) == seconds(2001, 1, 1))
    }

    @Test func partsThatAreLeftOutAreTheNextThatFit() {
        #expect(StopTime.parse("12-24T18:00", after: now) == seconds(2026, 12, 24, 18))
        #expect(StopTime.parse("1-2", after: now) == seconds(2027, 1, 2))
        #expect(StopTime.parse("15", after: now) == seconds(2026, 2, 15))
        #expect(StopTime.parse("14", after: now) == seconds(2026, 3, 14))
        #expect(StopTime.parse("31", after: now) == seconds(2026, 3, 31))
        #expect(StopTime.parse("2-29", after: now) == seconds(2028, 2, 29))
        #expect(StopTime.parse("T16:00", after: now) == seconds(2026, 2, 14, 16))
        #expect(StopTime.parse("6:00", after: now) == seconds(2026, 2, 15, 6))
        #expect(StopTime.parse(":45", after: now) == seconds(2026, 2, 14, 15, 45))
        #expect(StopTime.parse(":15", after: now) == seconds(2026, 2, 14, 16, 15))
    }

    @Test(arguments: [
        "", "T", "x", "2027-13-01", "2027-01-32", "1-2-3-4", "T24:00", "T6:60", "T6", "6:00:00", "15T:30", "2-30", "-1",
    ])
    func refused(_ text: String) {
        #expect(StopTime.parse(text, after: now) == nil)
    }
}
