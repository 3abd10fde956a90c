/// What opens a bucket, from the location's query, options, the environment and configuration files, in this order.
package struct S3Settings: Sendable {
    /// `--endpoint`: `https://HOST[:PORT]`; nil is Amazon's own.
    package var endpoint: String?
    /// Nil: what the configuration says, else us-east-1, which Amazon corrects by a redirect.
    package var region: String?
    package var addressing = Addressing.automatic
    /// Of a new object, for stores that have such; as the store names it.
    package var storageClass: String?
    package var cacheControl: String?
    /// Nil: by the end of the name.
    package var contentType: String?
    /// Metadata of new objects besides what files have.
    package var metadata: [Header] = []
    package var encryption = ObjectEncryption.bucketDefault
    /// Whether what is read is compared with what is known of it.
    package var comparesContent = true
    /// Certificates to trust, where no option names any.
    package var certificateFile: String?

    package init() {}

    package struct Header: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        /// Whether metadata of this name say something of the file or of its content, so that nobody else may.
        package var isReserved: Bool { ObjectMetadata.ofFiles.contains(name) || ObjectMetadata.claims.contains(name) }
    }

    /// Where a bucket's name stands in a request.
    package enum Addressing: String, Sendable, CaseIterable {
        /// In the host's name at Amazon, in the path elsewhere.
        case automatic = "auto"
        case path
        case virtual
    }

    package static let defaultRegion = "us-east-1"
}
