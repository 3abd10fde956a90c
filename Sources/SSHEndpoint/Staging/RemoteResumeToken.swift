internal import FerryCore
internal import FerryEndpoints

/// What a staged file of a server is found by later: its staged name and how much of it is durable.
/// As bytes: the length in decimal, a space, the name.
struct RemoteResumeToken {
    let name: [UInt8]
    let durableLength: Int64

    init(name: [UInt8], durableLength: Int64) {
        self.name = name
        self.durableLength = durableLength
    }

    /// Nil when the bytes are not a token of ours: the name must be a staged one, so that no token, wherever it comes
    /// from, leads to anything else.
    init?(_ token: ResumeToken) {
        guard let space = token.bytes.firstIndex(of: UInt8(ascii: " ")),
            let length = Int64(String(decoding: token.bytes[..<space], as: UTF8.self)), length >= 0
        else { return nil }
        let name = Array(token.bytes[(space + 1)...])
        guard StagedName.matches(name), !name.contains(RelativePath.separator), !name.contains(0) else { return nil }
        self.init(name: name, durableLength: length)
    }

    var token: ResumeToken {
        ResumeToken(bytes: Array("\(durableLength) ".utf8) + name)
    }
}
