internal import FerryCore

/// The address of one thing on a web server.
public struct WebURL: Hashable, Sendable {
    public let origin: Origin
    /// Path and query as they are sent: escaped, beginning with a slash.
    public let target: String

    private init(origin: Origin, target: String) {
        self.origin = origin
        self.target = target
    }

    /// - Parameter path: As it is meant, with nothing escaped.
    public init(origin: Origin, path: some Sequence<UInt8>) {
        let escaped = URIEncoding.encode(path, keepsSlashes: true)
        self.init(origin: origin, target: escaped.hasPrefix("/") ? escaped : "/" + escaped)
    }

    /// An absolute URL of HTTP; nil for anything else.
    public init?(_ text: String) {
        let lower = text.prefix(8).lowercased()
        let isSecure = lower == "https://"
        guard isSecure || lower.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        guard let origin = Origin(isSecure: isSecure, authority: rest[..<end]) else { return nil }
        let target = Self.escaping(rest[end...].prefix { $0 != "#" })
        self.init(origin: origin, target: Self.withoutDots(target.hasPrefix("/") ? target : "/" + target))
    }

    public var text: String { origin.text + target }

    /// The escaped path.
    var path: Substring { target[..<Self.queryStart(in: target)] }
    var hasQuery: Bool { path.endIndex != target.endIndex }
    var isDirectory: Bool { path.utf8.last == RelativePath.separator }

    /// The names that the path is made of, unescaped one by one, so that an escaped slash is part of a name. A last slash
    /// is not followed by a name. Nil where `%` is not followed by two digits.
    var names: [[UInt8]]? {
        var names: [[UInt8]] = []
        for part in path.utf8.dropFirst().split(separator: RelativePath.separator, omittingEmptySubsequences: false) {
            guard let name = URIEncoding.decode(part) else { return nil }
            names.append(name)
        }
        if names.last?.isEmpty == true { names.removeLast() }
        return names
    }

    /// The same place, its path ending in a slash.
    var directory: WebURL { isDirectory ? self : WebURL(origin: origin, target: path + "/") }

    /// What a reference on a page or in a header leads to (RFC 3986, 5.2). Nil where it is nothing of HTTP.
    func resolving(_ reference: String) -> WebURL? {
        let reference = reference[..<(reference.utf8.firstIndex(of: UInt8(ascii: "#")) ?? reference.endIndex)]
        let bytes = reference.utf8
        if let colon = bytes.firstIndex(where: Self.endsScheme), bytes[colon] == UInt8(ascii: ":") {
            return WebURL(String(reference))
        }
        if reference.hasPrefix("//") { return WebURL((origin.isSecure ? "https:" : "http:") + reference) }
        let escaped = Self.escaping(reference)
        if escaped.isEmpty { return self }
        if escaped.hasPrefix("?") { return WebURL(origin: origin, target: path + escaped) }
        let base = escaped.hasPrefix("/") ? "" : path[...path.utf8.lastIndex(of: RelativePath.separator)!]
        return WebURL(origin: origin, target: Self.withoutDots(base + escaped))
    }

    private static func queryStart(in target: String) -> String.Index {
        target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    }

    /// The colon after a scheme comes before any of the others.
    private static func endsScheme(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?")
    }

    /// Escapes what must not be sent as it is, and leaves alone what is escaped.
    private static func escaping(_ text: Substring) -> String {
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return String(text) }
        var escaped = ""
        for byte in text.utf8 {
            if byte > 0x20, byte < 0x7F {
                escaped.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                escaped += URIEncoding.encode([byte])
            }
        }
        return escaped
    }

    /// RFC 3986, 5.2.4
    private static func withoutDots(_ target: String) -> String {
        let path = target[..<queryStart(in: target)]
        if !hasDots(path.utf8) { return target }
        var kept: [Substring] = []
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for part in parts where part != "." {
            if part == ".." { _ = kept.popLast() } else { kept.append(part) }
        }
        if let last = parts.last, last == "." || last == ".." { kept.append("") }
        return "/" + kept.joined(separator: "/") + target[path.endIndex...]
    }

    /// Whether a part of a path begins with a dot, as hidden files do, too.
    private static func hasDots(_ path: Substring.UTF8View) -> Bool {
        zip(path, path.dropFirst()).contains { $0 == RelativePath.separator && $1 == UInt8(ascii: ".") }
    }
}
