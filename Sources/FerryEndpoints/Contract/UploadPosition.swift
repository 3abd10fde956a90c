public import FerryCore

/// Where an upload to a server was when it was checkpointed: its length in decimal, a space, and the temporary name.
public struct UploadPosition: Hashable, Sendable {
    public let temporary: RelativePath
    public let length: Int64

    public init(temporary: RelativePath, length: Int64) {
        self.temporary = temporary
        self.length = length
    }

    /// Nil for what is none.
    public init?(_ token: ResumeToken) {
        let fields = token.bytes.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard fields.count == 2, let length = Int64(String(decoding: fields[0], as: UTF8.self)), length >= 0,
            let temporary = try? RelativePath(validating: fields[1]), StagedName.matches(temporary.name)
        else { return nil }
        self.init(temporary: temporary, length: length)
    }

    public var token: ResumeToken { ResumeToken(bytes: Array("\(length) ".utf8) + temporary.bytes) }
}
