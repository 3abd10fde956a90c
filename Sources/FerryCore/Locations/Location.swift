/// Where files live, as the user names it: parsed, not connected.
///
/// A local path is taken as it stands. `[USER@]HOST:PATH` is a path over SSH, relative to the home directory there
/// unless it starts with a slash; as in rsync, a colon before the first slash makes the difference. URLs follow
/// RFC 3986: `%XX` stands for a byte, and what follows `?` are settings of this one location.
public struct Location: Hashable, Sendable {
    public let scheme: LocationScheme
    public let user: String?
    /// Empty for a local path; a bucket for S3. An IPv6 address has no brackets.
    public let host: String
    public let port: UInt16?
    /// The path with escapes undone. A leading slash means what it means there; S3 has none.
    public let path: [UInt8]
    /// In the order given, with escapes undone.
    public let settings: [LocationSetting]

    public init(
        scheme: LocationScheme, user: String? = nil, host: String = "", port: UInt16? = nil, path: [UInt8],
        settings: [LocationSetting] = []
    ) {
        self.scheme = scheme
        self.user = user
        self.host = host
        self.port = port
        self.path = path
        self.settings = settings
    }

    public init(local path: [UInt8]) {
        self.init(scheme: .local, path: path)
    }

    public var isLocal: Bool { scheme == .local }

    /// On a source: what the directory contains, and not the directory itself.
    public var hasTrailingSlash: Bool { path.last == RelativePath.separator }

    /// The value of the last setting of this name.
    public func setting(_ name: String) -> String? {
        settings.last { $0.name == name }?.value
    }
}

/// One `name=value` of a location's query.
public struct LocationSetting: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension Location: CustomStringConvertible {
    /// As messages name it: without settings, and safe to print.
    public var description: String {
        let shown = DisplayName.escaping(path)
        if isLocal { return shown }
        let user = user.map { DisplayName.escaping($0.utf8) + "@" } ?? ""
        let plain = DisplayName.escaping(self.host.utf8)
        let host = plain.contains(":") ? "[\(plain)]" : plain
        let port = port.map { ":\($0)" } ?? ""
        // The key of an object may begin with a slash of its own.
        let slash = path.isEmpty || scheme != .s3 && path.first == RelativePath.separator ? "" : "/"
        return "\(scheme.rawValue)://\(user)\(host)\(port)\(slash)\(shown)"
    }
}

extension Location {
    /// The entry of this name in the directory that this location is.
    public func appending(name: some Collection<UInt8>) -> Location {
        let path = self.path.isEmpty || hasTrailingSlash ? self.path : self.path + [RelativePath.separator]
        return Location(scheme: scheme, user: user, host: host, port: port, path: path + name, settings: settings)
    }
}
