internal import Glibc

/// Points in time and durations as text, in the local time zone.
public enum ClockFormat {
    /// `2027/01/31 23:59:59`, or with another separator between date and time.
    public static func dateAndTime(_ seconds: Int64, separator: Character = " ") -> String {
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        let date = [padded(Int(parts.tm_year) + 1900, 4), padded(parts.tm_mon + 1), padded(parts.tm_mday)]
        let clock = [padded(parts.tm_hour), padded(parts.tm_min), padded(parts.tm_sec)]
        return date.joined(separator: "/") + String(separator) + clock.joined(separator: ":")
    }

    /// `0:01:05`, hours not limited; `??:??:??` for what is more than a year or not known.
    public static func duration(_ seconds: Double?) -> String {
        guard let seconds, seconds >= 0, seconds <= 9999 * 3600 else { return "??:??:??" }
        let whole = Int(seconds)
        return "\(whole / 3600):\(padded(whole / 60 % 60)):\(padded(whole % 60))"
    }

    public static func now() -> Int64 { Int64(time(nil)) }

    private static func padded(_ number: some BinaryInteger, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
