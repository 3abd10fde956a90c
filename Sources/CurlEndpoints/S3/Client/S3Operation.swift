extension S3Request {
    /// The name that S3 has for it, as bills and access logs show it.
    var operation: String {
        switch method {
        case .get where asks("list-type"): "ListObjectsV2"
        case .get where asks("versions"): "ListObjectVersions"
        case .get where asks("uploads"): "ListMultipartUploads"
        case .get where asks("uploadId"): "ListParts"
        case .get where asks("tagging"): "GetObjectTagging"
        case .get: "GetObject"
        case .head: key == nil ? "HeadBucket" : "HeadObject"
        case .put where asks("tagging"): "PutObjectTagging"
        case .put where asks("partNumber"): copies ? "UploadPartCopy" : "UploadPart"
        case .put: copies ? "CopyObject" : "PutObject"
        case .post where asks("uploads"): "CreateMultipartUpload"
        case .post where asks("delete"): "DeleteObjects"
        case .post: "CompleteMultipartUpload"
        case .delete where asks("uploadId"): "AbortMultipartUpload"
        default: "DeleteObject"
        }
    }

    /// Whether the store may work on it for long before it says anything.
    var mayTakeLong: Bool { copies || method == .post && asks("uploadId") }

    private var copies: Bool { headers.contains { $0.name == "x-amz-copy-source" } }

    private func asks(_ name: String) -> Bool { query.contains { $0.name == name } }
}
