internal import FerryCore

/// One request to a bucket, before it is signed.
struct S3Request: Sendable {
    var method: CurlRequest.Method
    /// Nil: the bucket itself.
    var key: [UInt8]?
    /// Neither escaped nor sorted.
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: SharedBytes?
    /// Of the body, where somebody has it already.
    var contentMD5: Digest?
    var contentSHA256: Digest?
    /// Of the response, for the size of buffers.
    var expectedLength: Int64 = 0

    init(_ method: CurlRequest.Method, key: [UInt8]? = nil) {
        self.method = method
        self.key = key
    }

    var asksForEncryption: Bool { ObjectEncryption.isAskedFor(in: headers) }
}
