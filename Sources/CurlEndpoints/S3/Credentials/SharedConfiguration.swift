internal import Glibc

/// The files that AWS's tools share, `~/.aws/config` and `~/.aws/credentials`: settings by profile ("Configuration and
/// credential file settings").
package struct SharedConfiguration: Sendable {
    private var profiles: [String: [String: String]] = [:]

    package init() {}

    /// Reads both files. One that is missing or unreadable has no settings; credentials override what both have.
    package init(configFile: String, credentialsFile: String) {
        add(Self.content(of: configFile) ?? "", isConfig: true)
        add(Self.content(of: credentialsFile) ?? "", isConfig: false)
    }

    package init(config: String, credentials: String) {
        add(config, isConfig: true)
        add(credentials, isConfig: false)
    }

    package func hasProfile(_ name: String) -> Bool { profiles[name] != nil }

    package subscript(profile: String, setting: String) -> String? { profiles[profile]?[setting] }

    private mutating func add(_ text: String, isConfig: Bool) {
        var profile: String?
        for line in text.split(whereSeparator: \.isNewline) {
            // An indented line belongs to a nested setting, of which none is in use here.
            if line.hasPrefix("#") || line.hasPrefix(";") || line.hasPrefix(" ") || line.hasPrefix("\t") { continue }
            if line.hasPrefix("[") {
                profile = Self.profile(in: line, isConfig: isConfig)
                if let profile { profiles[profile, default: [:]] = profiles[profile] ?? [:] }
            } else if let profile, let equals = line.firstIndex(of: "=") {
                let name = Self.trimmed(line[..<equals]).lowercased()
                profiles[profile]?[name] = Self.trimmed(line[line.index(after: equals)...])
            }
        }
    }

    /// `[default]`, `[profile NAME]`; in the file of credentials `[NAME]`. Other sections are no profiles.
    private static func profile(in line: Substring, isConfig: Bool) -> String? {
        guard let end = line.firstIndex(of: "]") else { return nil }
        let name = trimmed(line[line.index(after: line.startIndex)..<end])
        if !isConfig || name == "default" { return name }
        guard name.hasPrefix("profile ") else { return nil }
        return trimmed(name.dropFirst(8))
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        let rest = text.drop { $0 == " " || $0 == "\t" }
        let end = rest.lastIndex { $0 != " " && $0 != "\t" && !$0.isNewline }
        return end.map { String(rest[...$0]) } ?? ""
    }

    /// Nil when the file cannot be read.
    static func content(of path: String) -> String? {
        guard let stream = fopen(path, "re") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
