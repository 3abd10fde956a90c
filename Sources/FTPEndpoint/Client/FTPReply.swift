/// What a server answers to one command (RFC 959, 4.2).
struct FTPReply: Hashable, Sendable {
    let code: Int
    /// Its lines; the first and the last begin with the code.
    let lines: [[UInt8]]

    /// The text after the code, of the only line or the first one.
    var text: ArraySlice<UInt8> { lines.first?.dropFirst(4) ?? [] }
    var isSuccess: Bool { (200..<300).contains(code) }
    /// Whether the server waits for what belongs to the command.
    var isPreliminary: Bool { code < 200 }
}
