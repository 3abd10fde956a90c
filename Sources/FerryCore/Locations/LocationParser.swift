/// Reads locations as they are typed.
public enum LocationParser {
    public static func parse(_ bytes: [UInt8]) throws(LocationError) -> Location {
        if bytes.isEmpty { throw LocationError(.empty, "") }
        if bytes.contains(0) { throw LocationError(.nul, DisplayName.escaping(bytes)) }
        guard let colon = colonOfHost(bytes) else { return Location(local: bytes) }
        let rest = bytes[(colon + 1)...]
        if rest.starts(with: "//".utf8) {
            return try URLParser(scheme: bytes[..<colon], rest: rest.dropFirst(2)).parse()
        }
        let shown = DisplayName.escaping(bytes)
        if rest.first == UInt8(ascii: ":") { throw LocationError(.rsyncDaemon, shown) }
        return try remotePath(authority: bytes[..<colon], path: rest, shown: shown)
    }

    /// The colon that ends a scheme or a host: the first one before any slash, brackets around an IPv6 address aside.
    private static func colonOfHost(_ bytes: [UInt8]) -> Int? {
        var inBrackets = false
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "["): inBrackets = true
            case UInt8(ascii: "]"): inBrackets = false
            case RelativePath.separator: return nil
            case UInt8(ascii: ":") where !inBrackets: return index == 0 ? nil : index
            default: break
            }
        }
        return nil
    }

    /// `[USER@]HOST:PATH`, in which nothing is escaped.
    private static func remotePath(
        authority: ArraySlice<UInt8>, path: ArraySlice<UInt8>, shown: String
    ) throws(LocationError) -> Location {
        guard let text = String(validating: authority, as: UTF8.self) else { throw LocationError(.notText, shown) }
        let at = text.lastIndex(of: "@")
        let user = at.map { String(text[..<$0]) }
        let host = at.map { String(text[text.index(after: $0)...]) } ?? text
        if host.isEmpty { throw LocationError(.missingHost, shown) }
        return Location(scheme: .sftp, user: user, host: URLParser.withoutBrackets(host), path: Array(path))
    }
}
