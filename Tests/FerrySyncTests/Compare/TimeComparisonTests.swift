import FerryCore
import FerrySync
import Testing

@Suite struct TimeComparisonTests {
    struct Case: Sendable {
        let window: Int64
        let precision: TimePrecision
        let left: Timestamp?
        let right: Timestamp?
        let areEqual: Bool
        let isNewer: Bool
    }

    private static func time(_ seconds: Int64, _ nanoseconds: Int32 = 0) -> Timestamp {
        Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    static let cases: [Case] = [
        Case(window: -1, precision: .nanosecond, left: time(5), right: time(5), areEqual: true, isNewer: false),
        Case(window: -1, precision: .nanosecond, left: time(5), right: time(5, 1), areEqual: false, isNewer: true),
        Case(window: -1, precision: .second, left: time(5, 9), right: time(5), areEqual: true, isNewer: false),
        Case(window: -1, precision: .second, left: time(5, 9), right: time(6), areEqual: false, isNewer: true),
        Case(
            window: -1, precision: .tick(2_000_000_000), left: time(5), right: time(4), areEqual: true, isNewer: false),
        Case(
            window: -1, precision: .tick(2_000_000_000), left: time(-1), right: time(-2), areEqual: true, isNewer: false
        ),
        Case(window: 0, precision: .nanosecond, left: time(5), right: time(5, 1), areEqual: true, isNewer: false),
        Case(window: 0, precision: .nanosecond, left: time(5), right: time(6), areEqual: false, isNewer: true),
        Case(window: 2, precision: .nanosecond, left: time(5), right: time(7, 999), areEqual: true, isNewer: false),
        Case(window: 2, precision: .nanosecond, left: time(5), right: time(8), areEqual: false, isNewer: true),
        Case(window: -1, precision: .none, left: time(5), right: time(5), areEqual: false, isNewer: false),
        Case(window: 2, precision: .second, left: time(5), right: nil, areEqual: false, isNewer: false),
    ]

    @Test(arguments: cases) func table(_ entry: Case) {
        let comparison = TimeComparison(window: entry.window, precision: entry.precision)
        #expect(comparison.areEqual(entry.left, entry.right) == entry.areEqual)
        #expect(comparison.areEqual(entry.right, entry.left) == entry.areEqual)
        #expect(comparison.isNewer(entry.right, than: entry.left) == entry.isNewer)
        #expect(!comparison.isNewer(entry.left, than: entry.right))
    }

    /// Only of the file whose time was written down without it does the fraction not count.
    @Test func aFractionThatWasLeftOutIsNoDifference() {
        let comparison = TimeComparison(window: -1, precision: .nanosecond)
        let exact = Attributes(kind: .file, modified: Timestamp(seconds: 5, nanoseconds: 7))
        var whole = Attributes(kind: .file, modified: Timestamp(seconds: 5))
        #expect(!comparison.areEqual(exact, whole) && comparison.isNewer(exact, than: whole))
        whole.isModifiedInSeconds = true
        #expect(comparison.areEqual(exact, whole) && comparison.areEqual(whole, exact))
        #expect(!comparison.isNewer(exact, than: whole) && !comparison.isNewer(whole, than: exact))
        whole.modified = Timestamp(seconds: 6)
        #expect(!comparison.areEqual(exact, whole) && comparison.isNewer(whole, than: exact))
        #expect(!TimeComparison(window: -1, precision: .none).areEqual(exact, whole))
    }
}
