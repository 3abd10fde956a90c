internal import FerryCore
internal import Glibc

/// Times as FTP writes them: `YYYYMMDDHHMMSS[.fraction]`, in UTC (RFC 3659, 2.3).
enum FTPTime {
    /// To the second, as far as FTP is trusted; nil when the text is nothing of the kind.
    static func timestamp(_ text: some Collection<UInt8>) -> Timestamp? {
        let digits = text.prefix { $0 != UInt8(ascii: ".") }.map { Int32($0) - 0x30 }
        guard digits.count == 14, digits.allSatisfy({ $0 >= 0 && $0 <= 9 }) else { return nil }
        func number(_ range: Range<Int>) -> Int32 { digits[range].reduce(0) { $0 * 10 + $1 } }
        var parts = tm()
        parts.tm_year = number(0..<4) - 1900
        parts.tm_mon = number(4..<6) - 1
        parts.tm_mday = number(6..<8)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (number(8..<10), number(10..<12), number(12..<14))
        guard (0..<12).contains(parts.tm_mon), (1...31).contains(parts.tm_mday), parts.tm_hour < 24 else { return nil }
        return Timestamp(seconds: Int64(timegm(&parts)))
    }

    /// Nil outside the years that four digits hold.
    static func text(_ time: Timestamp) -> String? {
        var seconds = time_t(time.seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let year = Int(parts.tm_year) + 1900
        guard (1...9999).contains(year) else { return nil }
        var text: [UInt8] = []
        DecimalText.append(UInt64(year), digits: 4, to: &text)
        for part in [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec] {
            DecimalText.append(UInt64(part), digits: 2, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
