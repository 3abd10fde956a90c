internal import Glibc

/// The files that AWS's tools share, `~/.aws/config` and `~/.aws/credentials`: settings by profile ("Configuration and
/// credential file settings").
public struct SharedConfiguration: Sendable {
    private var profiles: [String: [String: String]] = [:]
    /// Sections that say where services are, which profiles refer to.
    private var services: [String: [String: String]] = [:]

    public init() {}

    /// Reads both files. One that is missing or unreadable has no settings; credentials override what both have.
    public init(configFile: String, credentialsFile: String) {
        add(Self.content(of: configFile) ?? "", isConfig: true)
        add(Self.content(of: credentialsFile) ?? "", isConfig: false)
    }

    public init(config: String, credentials: String) {
        add(config, isConfig: true)
        add(credentials, isConfig: false)
    }

    public func hasProfile(_ name: String) -> Bool { profiles[name] != nil }

    /// A nested setting is named with a dot, as in `s3.addressing_style`.
    public subscript(profile: String, setting: String) -> String? { profiles[profile]?[setting] }

    /// Where a service is: its own endpoint of the profile's `services` before the profile's for all of them
    /// ("Service-specific endpoints").
    public func endpoint(of service: String, profile: String) -> String? {
        let own = self[profile, "services"].flatMap { services[$0]?["\(service).endpoint_url"] }
        return own ?? self[profile, "endpoint_url"]
    }

    private mutating func add(_ text: String, isConfig: Bool) {
        var section: Section?
        // What lines that are indented further belong to: the last setting, which has values of its own where it has none.
        var parent: String?
        var level: Int?
        for line in text.split(whereSeparator: \.isNewline) {
            let indent = line.prefix { $0 == " " || $0 == "\t" }.count
            let line = line.dropFirst(indent)
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("[") {
                (section, parent, level) = (Section(line, isConfig: isConfig), nil, nil)
                if case .profile(let name)? = section { profiles[name] = profiles[name] ?? [:] }
                continue
            }
            guard let section, let equals = line.firstIndex(of: "=") else { continue }
            let name = Self.trimmed(line[..<equals]).lowercased()
            let value = Self.trimmed(line[line.index(after: equals)...])
            if let level, indent > level {
                if let parent { set("\(parent).\(name)", value, in: section) }
            } else {
                (parent, level) = (value.isEmpty ? name : nil, indent)
                set(name, value, in: section)
            }
        }
    }

    private mutating func set(_ name: String, _ value: String, in section: Section) {
        switch section {
        case .profile(let profile): profiles[profile, default: [:]][name] = value
        case .services(let service): services[service, default: [:]][name] = value
        }
    }

    /// `[default]`, `[profile NAME]`, `[services NAME]`; in the file of credentials `[NAME]`, a profile. Others are not in
    /// use here.
    private enum Section {
        case profile(String), services(String)

        init?(_ line: Substring, isConfig: Bool) {
            guard let end = line.firstIndex(of: "]") else { return nil }
            let name = trimmed(line[line.index(after: line.startIndex)..<end])
            if !isConfig || name == "default" {
                self = .profile(name)
            } else if name.hasPrefix("profile ") {
                self = .profile(trimmed(name.dropFirst("profile ".count)))
            } else if name.hasPrefix("services ") {
                self = .services(trimmed(name.dropFirst("services ".count)))
            } else {
                return nil
            }
        }
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
