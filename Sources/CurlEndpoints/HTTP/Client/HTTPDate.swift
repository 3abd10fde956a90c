internal import Glibc

/// Dates of HTTP headers (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since 1970; nil when the text is nothing of the kind. Each response has two of them, so that they are read
    /// without making anything of their parts.
    static func seconds(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { bytes in
            var words = DateWords(bytes)
            guard words.skip() != nil, let day = words.number(), let month = words.name(among: months),
                let year = words.number(), let hour = words.number(before: UInt8(ascii: ":")),
                let minute = words.number(before: UInt8(ascii: ":")), let second = words.number(),
                words.skip() != nil, words.isAtEnd
            else { return nil }
            return ((days(year, Int64(month) + 1, day) * 24 + hour) * 60 + minute) * 60 + second
        }
    }

    /// Days since 1970 of a date in the Gregorian calendar, in years that begin with March (Hinnant, "chrono-Compatible
    /// Low-Level Date Algorithms", 2013).
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The text for a time in seconds since 1970.
    static func text(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(twoDigits).joined(separator: ":")
        let year = String(Int(parts.tm_year) + 1900)
        let fill = String(repeating: "0", count: max(0, 4 - year.utf8.count))
        let date = "\(twoDigits(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(fill)\(year)"
        return "\(days[Int(parts.tm_wday)]), \(date) \(clock) GMT"
    }

    private static func twoDigits(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
}

/// The words of a date, one after another.
private struct DateWords {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next word, without looking into it.
    mutating func skip() -> Range<Int>? { word(before: UInt8(ascii: " ")) }

    /// At most nine digits.
    mutating func number(before end: UInt8 = UInt8(ascii: " ")) -> Int64? {
        guard let word = word(before: end), word.count <= 9 else { return nil }
        var number: Int64 = 0
        for byte in bytes[word] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// Which of the names the next word is.
    mutating func name(among names: [String]) -> Int? {
        guard let word = skip() else { return nil }
        return names.firstIndex { $0.utf8.elementsEqual(bytes[word]) }
    }

    private mutating func word(before end: UInt8) -> Range<Int>? {
        let start = position
        while position < bytes.count, bytes[position] != end { position += 1 }
        guard position > start else { return nil }
        let word = start..<position
        while position < bytes.count, bytes[position] == end { position += 1 }
        return word
    }
}
