/// Reads `SCHEME://[USER@]HOST[:PORT][/PATH][?SETTINGS]`, RFC 3986 without fragments: `#` is an ordinary byte.
struct URLParser {
    private let scheme: String
    private let authority: ArraySlice<UInt8>
    private let path: ArraySlice<UInt8>
    private let query: ArraySlice<UInt8>?

    /// - Parameter rest: What follows `://`.
    init(scheme: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        self.scheme = DisplayName.escaping(scheme).lowercased()
        let question = rest.firstIndex(of: UInt8(ascii: "?"))
        let place = rest[..<(question ?? rest.endIndex)]
        let slash = place.firstIndex(of: RelativePath.separator) ?? place.endIndex
        authority = place[..<slash]
        path = place[slash...]
        query = question.map { rest[($0 + 1)...] }
    }

    func parse() throws(LocationError) -> Location {
        if scheme == "rsync" { throw LocationError(.rsyncDaemon, shown) }
        guard let kind = LocationScheme(rawValue: scheme) else { throw LocationError(.unknownScheme(scheme), shown) }
        let (user, host, port) = try splitAuthority()
        let decoded = try unescaped(path)
        if decoded.contains(0) { throw LocationError(.nul, shown) }
        if kind == .local {
            if !host.isEmpty || decoded.isEmpty { throw LocationError(.unknownScheme("file"), shown) }
            return Location(local: decoded)
        }
        if host.isEmpty { throw LocationError(kind == .s3 ? .missingBucket : .missingHost, shown) }
        guard Self.isName(host) else { throw LocationError(.invalidHost, shown) }
        let inBucket = kind == .s3 && !decoded.isEmpty ? Array(decoded.dropFirst()) : decoded
        return Location(
            scheme: kind, user: user, host: host, port: port, path: inBucket, settings: try settings())
    }

    /// The location for messages, without settings and with anything that may be a password left out.
    private var shown: String {
        let at = authority.lastIndex(of: UInt8(ascii: "@"))
        let host = at.map { authority[($0 + 1)...] } ?? authority
        return "\(scheme)://" + DisplayName.escaping(Array(host) + Array(path))
    }

    private func splitAuthority() throws(LocationError) -> (user: String?, host: String, port: UInt16?) {
        let at = authority.lastIndex(of: UInt8(ascii: "@"))
        let user = at.map { authority[..<$0] }
        if user?.contains(UInt8(ascii: ":")) == true { throw LocationError(.password, shown) }
        let hostAndPort = try text(at.map { authority[($0 + 1)...] } ?? authority)
        let (host, port) = try splitPort(hostAndPort)
        guard let user else { return (nil, host, port) }
        return (try text(user), host, port)
    }

    private func splitPort(_ text: String) throws(LocationError) -> (String, UInt16?) {
        let end = text.lastIndex(of: "]") ?? text.startIndex
        guard let colon = text[end...].lastIndex(of: ":") else { return (Self.withoutBrackets(text), nil) }
        guard let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            throw LocationError(.invalidPort, shown)
        }
        return (Self.withoutBrackets(String(text[..<colon])), port)
    }

    static func withoutBrackets(_ host: String) -> String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }

    /// Blanks, control characters, and what parts a URL from its host: a bracket without its other half, for one.
    private static func isName(_ host: String) -> Bool {
        host.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"[]<>\"/\\".utf8.contains($0) }
    }

    private func settings() throws(LocationError) -> [LocationSetting] {
        guard let query, !query.isEmpty else { return [] }
        var settings: [LocationSetting] = []
        for part in query.split(separator: UInt8(ascii: "&")) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")), equals > part.startIndex else {
                throw LocationError(.invalidSetting, shown)
            }
            let name = try text(part[..<equals])
            if Self.isSecret(name) { throw LocationError(.secretSetting(DisplayName.escaping(name.utf8)), shown) }
            settings.append(LocationSetting(name: name, value: try text(part[(equals + 1)...])))
        }
        return settings
    }

    /// Whether a setting of this name would carry a secret into shell histories and process lists. Names of files that
    /// hold one are fine.
    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        if name.hasSuffix("file") || name.hasSuffix("command") { return false }
        return ["password", "passwd", "secret", "token", "signature"].contains { name.contains($0) }
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(LocationError) -> String {
        guard let text = String(validating: try unescaped(bytes), as: UTF8.self) else {
            throw LocationError(.notText, shown)
        }
        return text
    }

    /// `%XX` undone.
    private func unescaped(_ bytes: ArraySlice<UInt8>) throws(LocationError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit) else {
                throw LocationError(.invalidEscape, shown)
            }
            result.append(high << 4 | low)
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
