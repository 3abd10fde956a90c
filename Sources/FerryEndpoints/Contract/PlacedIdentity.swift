public import FerryCore

/// Which file of which machine. Inode numbers of two hosts may be equal by accident; two files with equal placed
/// identities are one.
public struct PlacedIdentity: Hashable, Sendable {
    public let space: String
    public let identity: FileIdentity

    public init(space: String, identity: FileIdentity) {
        self.space = space
        self.identity = identity
    }
}

extension Endpoint {
    /// The identity of an entry of this endpoint; nil where it tells none.
    public func identity(of entry: Entry?) -> PlacedIdentity? {
        guard let entry else { return nil }
        let own = entry.version?.identity.map { PlacedIdentity(space: identitySpace, identity: $0) }
        return own ?? identity(ofName: entry.path)
    }

    /// The identity of whatever has this name, be it there or not; nil where names are not what tells files apart.
    public func identity(ofName path: RelativePath) -> PlacedIdentity? {
        absoluteName(of: path).map { PlacedIdentity(space: identitySpace, identity: FileIdentity(ofName: $0)) }
    }
}

extension FileIdentity {
    /// Apart from those of inodes; two names have the same one by accident once in 2^64 times.
    fileprivate init(ofName name: [UInt8]) {
        self.init(
            device: .max, inode: name.withUnsafeBytes { $0.isEmpty ? 0 : XXH3.hash64($0.baseAddress!, count: $0.count) }
        )
    }
}
