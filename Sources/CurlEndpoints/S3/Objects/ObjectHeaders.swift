internal import FerryCore

/// What a new object is given besides its content.
enum ObjectHeaders {
    static func headers(
        _ key: [UInt8], _ metadata: Metadata, _ settings: S3Settings
    ) -> [(name: String, value: String)] {
        var headers = ObjectMetadata.headers(metadata)
        headers.append(("content-type", settings.contentType ?? ContentType.of(key)))
        if let storageClass = settings.storageClass { headers.append(("x-amz-storage-class", storageClass)) }
        if let cacheControl = settings.cacheControl { headers.append(("cache-control", cacheControl)) }
        headers += settings.metadata.map { (ObjectMetadata.prefix + $0.name, $0.value) }
        return headers + settings.encryption.creating
    }
}
