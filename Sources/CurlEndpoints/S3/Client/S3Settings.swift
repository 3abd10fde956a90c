/// What opens a bucket, from the location's query, options, the environment and configuration files, in this order.
public struct S3Settings: Sendable {
    /// `--endpoint`: `https://HOST[:PORT]`; nil is Amazon's own.
    public var endpoint: String?
    /// Nil: what the configuration says, else us-east-1, which Amazon corrects by a redirect.
    public var region: String?
    public var addressing = Addressing.automatic
    /// Of a new object, for stores that have such; as the store names it.
    public var storageClass: String?
    public var cacheControl: String?
    /// Nil: by the end of the name.
    public var contentType: String?
    /// Metadata of new objects besides what files have.
    public var metadata: [Header] = []
    public var encryption = ObjectEncryption.bucketDefault
    /// Whether what is read is compared with what is known of it.
    public var comparesContent = true
    /// Certificates to trust, where no option names any.
    public var certificateFile: String?

    public init() {}

    public struct Header: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        /// Whether metadata of this name say something of the file or of its content, so that nobody else may.
        public var isReserved: Bool { ObjectMetadata.ofFiles.contains(name) || ObjectMetadata.claims.contains(name) }
    }

    /// Where a bucket's name stands in a request.
    public enum Addressing: String, Sendable, CaseIterable {
        /// In the host's name at Amazon, in the path elsewhere.
        case automatic = "auto"
        case path
        case virtual
    }

    public static let defaultRegion = "us-east-1"
}
