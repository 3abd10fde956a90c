/// What `--munge-links` does to symlinks as they pass: those that come to this machine get a prefix that makes them lead
/// nowhere, and those that leave it lose it again.
public enum MungedLinks: Sendable {
    case adding, removing

    /// rsync's, which rsync daemons know, too.
    public static let prefix = Array("/rsyncd-munged/".utf8)

    /// The target that a symlink is to have.
    public func target(_ target: [UInt8]) -> [UInt8] {
        switch self {
        case .adding: Self.prefix + target
        case .removing where target.starts(with: Self.prefix) && target.count > Self.prefix.count:
            Array(target.dropFirst(Self.prefix.count))
        case .removing: target
        }
    }

    public func entry(_ entry: Entry) -> Entry {
        guard entry.kind == .symlink, let target = entry.linkTarget else { return entry }
        return Entry(path: entry.path, attributes: entry.attributes, linkTarget: self.target(target))
    }
}
