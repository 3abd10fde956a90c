internal import FerryEndpoints

/// Makes replies of what comes on a control connection (RFC 959, 4.2): a line that begins with a code and a space is one,
/// or ends the one that a line with the same code and a hyphen began.
struct ReplyParser {
    private var line: [UInt8] = []
    private var lines: [[UInt8]] = []
    private var length = 0
    private var replies: [FTPReply] = []

    /// What nobody says who means a reply.
    private static let longestReply = 4 << 20

    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FTPFailure) {
        length += bytes.count
        for byte in bytes {
            if byte == UInt8(ascii: "\n") { try endLine() } else { line.append(byte) }
        }
        if length > Self.longestReply { throw FTPFailure(.protocolViolation, "a reply of the server's has no end") }
    }

    /// The next reply that is complete.
    mutating func next() -> FTPReply? { replies.isEmpty ? nil : replies.removeFirst() }

    var isEmpty: Bool { replies.isEmpty && lines.isEmpty && line.isEmpty }

    private mutating func endLine() throws(FTPFailure) {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        lines.append(line)
        line = []
        guard let first = lines.first, let code = Self.code(first) else {
            throw FTPFailure(.protocolViolation, "what the server answers is no reply of FTP")
        }
        if Self.continues(first), lines.count == 1 || !Self.ends(lines[lines.count - 1], first) { return }
        replies.append(FTPReply(code: code, lines: lines))
        lines = []
        length = 0
    }

    private static func code(_ line: [UInt8]) -> Int? {
        guard line.count >= 3 else { return nil }
        var code = 0
        for byte in line.prefix(3) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            code = code * 10 + Int(byte & 0x0F)
        }
        return (100..<700).contains(code) ? code : nil
    }

    private static func continues(_ line: [UInt8]) -> Bool { line.count > 3 && line[3] == UInt8(ascii: "-") }

    private static func ends(_ line: [UInt8], _ first: [UInt8]) -> Bool {
        line.starts(with: first.prefix(3)) && (line.count == 3 || line[3] == UInt8(ascii: " "))
    }
}
