import Glibc
import Testing

@testable import CurlEndpoints

@Suite struct HTTPDateTests {
    /// The C library's own calendar is the judge, over leap years and centuries.
    @Test func readsWhatItWrites() {
        var seconds: Int64 = -2_000_000_000
        while seconds < 9_000_000_000 {
            #expect(HTTPDate.seconds(HTTPDate.text(seconds)) == seconds, "\(HTTPDate.text(seconds))")
            seconds += 86_400 * 17 + 3_607
        }
    }

    @Test func readsTheExampleOfTheStandard() {
        #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.seconds("Sun, 6 Nov 1994  08:49:37 GMT") == 784_111_777)
    }

    @Test(arguments: [
        "", " ", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49 GMT", "06 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT x",
        "Sun, 06 Nov 19941994199 08:49:37 GMT", "Sun, 06 No 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08::37 GMT",
        "2026-11-30T08:49:37Z",
    ]) func refusesOtherTexts(_ text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }
}
