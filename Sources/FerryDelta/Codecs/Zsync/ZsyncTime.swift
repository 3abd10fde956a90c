public import FerryCore
internal import Glibc

/// Times in the headers of control files.
public enum ZsyncTime {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Mon, 02 Jan 2006 15:04:05 +0000`
    public static func text(of time: Timestamp) -> String {
        var seconds = time_t(time.seconds)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        var text = [CChar](repeating: 0, count: 64)
        let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S +0000", &fields)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The same read; nil for what is no such time.
    public static func time(of text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, let month = months.firstIndex(of: String(words[2])), words[5].count == 5 else {
            return nil
        }
        let numbers = (words[4].split(separator: ":") + [words[1], words[3], words[5]]).compactMap { Int32($0) }
        guard numbers.count == 6 else { return nil }
        var fields = tm()
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (numbers[0], numbers[1], numbers[2])
        (fields.tm_mday, fields.tm_mon, fields.tm_year) = (numbers[3], Int32(month), numbers[4] &- 1900)
        let offset = Int64(numbers[5] / 100 * 3600 + numbers[5] % 100 * 60)
        return Timestamp(seconds: Int64(timegm(&fields)) - offset)
    }
}
