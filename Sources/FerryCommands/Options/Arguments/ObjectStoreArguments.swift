/// Options about S3-compatible object stores.
package struct ObjectStoreArguments: Sendable {
    package var profile: OptionText?
    package var isUnsigned = false
    package var endpoint: OptionText?
    package var region: OptionText?
    package var storageClass: OptionText?
    /// `--sse`
    package var encryption: OptionText?
    /// `--sse-c-key`: a file.
    package var customerKey: OptionText?
    package var cacheControl: OptionText?
    package var contentType: OptionText?
    /// `NAME=VALUE`
    package var metadata: [OptionText] = []

    /// The given ones about what new objects get.
    var writingOptions: [String] {
        ([storageClass, encryption, cacheControl, contentType] + metadata).compactMap { $0?.option }
    }
}
