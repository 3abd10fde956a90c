/// Options about S3-compatible object stores.
public struct ObjectStoreArguments: Sendable {
    public var profile: OptionText?
    public var isUnsigned = false
    public var endpoint: OptionText?
    public var region: OptionText?
    public var storageClass: OptionText?
    /// `--sse`
    public var encryption: OptionText?
    /// `--sse-c-key`: a file.
    public var customerKey: OptionText?
    public var cacheControl: OptionText?
    public var contentType: OptionText?
    /// `NAME=VALUE`
    public var metadata: [OptionText] = []

    /// The given ones about what new objects get.
    var writingOptions: [String] {
        ([storageClass, encryption, cacheControl, contentType] + metadata).compactMap { $0?.option }
    }
}
