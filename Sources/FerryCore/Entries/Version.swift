/// What identifies the content of an entry at one moment. Equal versions mean: nothing was written in between.
public enum Version: Hashable, Sendable {
    /// A local file: `changed` is the inode's ctime.
    case inode(FileIdentity, changed: Timestamp)
    /// An opaque tag of the server, such as an ETag.
    case tag(String)

    /// The file itself, apart from its content; nil where the endpoint does not tell.
    public var identity: FileIdentity? { inode?.identity }

    /// An ETag without the mark of a weak one (RFC 9110, 8.8.3.2). Apache's are weak in the second of the last change, and
    /// strong after it.
    public static func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }

    var inode: InodeVersion? {
        if case .inode(let identity, let changed) = self {
            InodeVersion(identity: identity, changed: changed)
        } else {
            nil
        }
    }
}

/// An inode and the time of its last change (ctime): together they identify content.
public struct InodeVersion: Hashable, Sendable {
    public let identity: FileIdentity
    public let changed: Timestamp

    public init(identity: FileIdentity, changed: Timestamp) {
        self.identity = identity
        self.changed = changed
    }
}

/// Which file a name leads to: two names with one identity are hard links of each other.
public struct FileIdentity: Hashable, Sendable {
    public let device: UInt64
    public let inode: UInt64

    public init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}
