package import FerryCore

/// Which file of which machine. Inode numbers of two hosts may be equal by accident; two files with equal placed
/// identities are one.
package struct PlacedIdentity: Hashable, Sendable {
    package let space: String
    package let identity: FileIdentity

    package init(space: String, identity: FileIdentity) {
        self.space = space
        self.identity = identity
    }
}

extension Endpoint {
    /// The identity of an entry of this endpoint; nil where it tells none.
    package func identity(of entry: Entry?) -> PlacedIdentity? {
        (entry?.version?.identity).map { PlacedIdentity(space: identitySpace, identity: $0) }
    }
}
