public import FerryCore
internal import Glibc

/// A point in time as signatures write it: `20150830T123600Z`.
public struct SigningTime: Sendable, Hashable {
    public let text: String

    public init(_ time: Timestamp) {
        var seconds = time_t(time.seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let day = Self.digits(Int(parts.tm_year) + 1900, 4) + Self.digits(parts.tm_mon + 1) + Self.digits(parts.tm_mday)
        let clock = Self.digits(parts.tm_hour) + Self.digits(parts.tm_min) + Self.digits(parts.tm_sec)
        text = "\(day)T\(clock)Z"
    }

    /// `20150830`
    var day: String { String(text.prefix(8)) }

    private static func digits(_ number: Int32) -> String { digits(Int(number), 2) }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
