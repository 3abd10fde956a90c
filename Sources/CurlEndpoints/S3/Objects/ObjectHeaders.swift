internal import FerryCore

/// What a new object is given besides its content.
enum ObjectHeaders {
    /// What the file keeps comes first, then what the options say, what another object passes on, and what the name tells.
    static func headers(
        _ key: [UInt8], _ metadata: Metadata, _ settings: S3Settings, carrying carried: CarriedHeaders = .none
    ) -> [(name: String, value: String)] {
        let all =
            ObjectMetadata.headers(metadata) + asked(settings) + settings.encryption.creating
            + carried.headers(settings)
        // What is sent twice is signed as one.
        var names = Set<String>()
        var headers = all.filter { names.insert($0.name).inserted }
        if !names.contains("content-type") { headers.append(("content-type", ContentType.of(key))) }
        return headers
    }

    private static func asked(_ settings: S3Settings) -> [(name: String, value: String)] {
        let plain = [
            ("content-type", settings.contentType), ("x-amz-storage-class", settings.storageClass),
            ("cache-control", settings.cacheControl),
        ]
        return plain.compactMap { name, value in value.map { (name, $0) } }
            + settings.metadata.map { (ObjectMetadata.prefix + $0.name, $0.value) }
    }
}
