internal import FerryCore
internal import FerryEndpoints

/// What an open upload is found by later: what its object will say of itself, and the store's name for it.
/// As bytes: time, mode (or `-`) and name, with spaces between.
struct S3ResumeToken {
    let metadata: Metadata
    let upload: String

    init(metadata: Metadata, upload: String) {
        self.metadata = ObjectMetadata.kept(of: metadata)
        self.upload = upload
    }

    /// Nil when the bytes are not a token of ours.
    init?(_ token: ResumeToken) {
        let fields = token.bytes.split(separator: UInt8(ascii: " "), maxSplits: 2).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard fields.count == 3, let modified = ObjectMetadata.time(fields[0]) else { return nil }
        let permissions = UInt16(fields[1], radix: 8)
        guard permissions != nil || fields[1] == "-" else { return nil }
        self.init(metadata: Metadata(modified: modified, permissions: permissions), upload: fields[2])
    }

    var token: ResumeToken {
        let time = ObjectMetadata.text(of: metadata.modified ?? Timestamp(seconds: 0))
        let mode = metadata.permissions.map { String($0, radix: 8) } ?? "-"
        return ResumeToken(bytes: Array("\(time) \(mode) \(upload)".utf8))
    }
}
