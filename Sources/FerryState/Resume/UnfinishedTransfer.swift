public import FerryCore

/// A transfer that was cut off, and how to go on with it.
public struct UnfinishedTransfer: Hashable, Sendable {
    /// What the source was. Another version of it cannot be gone on with.
    public var source: EntryStamp
    /// The endpoint's own: which staged file, and what of it is durable.
    public var token: [UInt8]
    /// How many bytes from the start on are durable.
    public var length: Int64
    /// Their digest. What is there must agree with it before anything is added.
    public var prefix: Digest

    public init(source: EntryStamp, token: [UInt8], length: Int64, prefix: Digest) {
        self.source = source
        self.token = token
        self.length = length
        self.prefix = prefix
    }
}
