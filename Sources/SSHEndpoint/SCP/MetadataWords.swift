internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// Metadata as the function `meta` takes it, and the letters by which it tells what could not be set.
enum MetadataWords {
    /// Modification and access time, permissions, user and group; what is empty is left as it is.
    static func words(_ metadata: Metadata) -> [[UInt8]] {
        let texts: [String?] = [
            metadata.modified.map(time), metadata.accessed.map(time), metadata.permissions.map(mode),
            metadata.user.map { String($0) }, metadata.group.map { String($0) },
        ]
        return texts.map { Array(($0 ?? "").utf8) }
    }

    /// Five digits: of fewer, GNU's chmod(1) leaves set-user-id and set-group-id bits of directories as they are.
    private static func mode(_ permissions: UInt16) -> String { padded(String(permissions, radix: 8), 5) }

    static func fields(_ letters: ArraySlice<UInt8>) -> MetadataFields {
        var fields = MetadataFields()
        for letter in letters {
            switch letter {
            case UInt8(ascii: "m"): fields.insert(.modified)
            case UInt8(ascii: "a"): fields.insert(.accessed)
            case UInt8(ascii: "p"): fields.insert(.permissions)
            case UInt8(ascii: "u"): fields.insert(.user)
            case UInt8(ascii: "g"): fields.insert(.group)
            default: break
            }
        }
        return fields
    }

    /// `CCYYMMDDhhmm.SS` in UTC, as touch(1) of POSIX has it.
    private static func time(_ timestamp: Timestamp) -> String {
        var seconds = time_t(timestamp.seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let year = Int(parts.tm_year) + 1900
        let fields = [Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour), Int(parts.tm_min)]
        let digits = fields.map { padded($0, 2) }.joined()
        return "\(padded(year, 4))\(digits).\(padded(Int(parts.tm_sec), 2))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String { padded("\(number)", width) }

    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
