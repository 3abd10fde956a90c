internal import FerryCore

/// The types of common files by the ends of their names (IANA's registry of media types).
enum ContentType {
    private static let types: [String: String] = [
        "css": "text/css", "csv": "text/csv", "gif": "image/gif", "gz": "application/gzip", "htm": "text/html",
        "html": "text/html", "ico": "image/vnd.microsoft.icon", "jpeg": "image/jpeg", "jpg": "image/jpeg",
        "js": "text/javascript", "json": "application/json", "md": "text/markdown", "mp3": "audio/mpeg",
        "mp4": "video/mp4", "parquet": "application/vnd.apache.parquet", "pdf": "application/pdf", "png": "image/png",
        "sql": "application/sql", "svg": "image/svg+xml", "tar": "application/x-tar", "txt": "text/plain",
        "wasm": "application/wasm", "webp": "image/webp", "woff2": "font/woff2", "xml": "application/xml",
        "zip": "application/zip", "zst": "application/zstd",
    ]

    static func of(_ key: [UInt8]) -> String {
        let name = key[(key.lastIndex(of: RelativePath.separator).map { $0 + 1 } ?? 0)...]
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), name.count - (dot - name.startIndex) <= 10 else {
            return "application/octet-stream"
        }
        let end = String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
        return types[end] ?? "application/octet-stream"
    }
}
