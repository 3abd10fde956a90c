package import FerryCore

/// A transfer that was cut off, and how to go on with it.
package struct UnfinishedTransfer: Hashable, Sendable {
    /// What the source was. Another version of it cannot be gone on with.
    package var source: EntryStamp
    /// The endpoint's own: which staged file, and what of it is durable.
    package var token: [UInt8]
    /// How many bytes from the start on are durable.
    package var length: Int64
    /// Their digest. What is there must agree with it before anything is added.
    package var prefix: Digest

    package init(source: EntryStamp, token: [UInt8], length: Int64, prefix: Digest) {
        self.source = source
        self.token = token
        self.length = length
        self.prefix = prefix
    }
}
