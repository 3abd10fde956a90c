internal import FerryCore
internal import Glibc

/// Times in answers (ISO 8601, in UTC): `2026-11-20T12:00:00.000Z`.
enum ISODate {
    /// To the second; nil when the text is nothing of the kind.
    static func time(_ text: String) -> Timestamp? {
        let fields = text.split { !$0.isNumber }.prefix(6).compactMap { Int32($0) }
        guard fields.count == 6 else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (fields[0] - 1900, fields[1] - 1, fields[2])
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (fields[3], fields[4], fields[5])
        return Timestamp(seconds: Int64(timegm(&parts)))
    }
}
