/// What a server answers to one command (RFC 959, 4.2).
struct FTPReply: Hashable, Sendable {
    let code: Int
    /// Its lines; the first and the last begin with the code.
    let lines: [[UInt8]]

    /// The text after the code, of the only line or the first one.
    var text: ArraySlice<UInt8> { lines.first?.dropFirst(4) ?? [] }
    var isSuccess: Bool { (200..<300).contains(code) }

    /// The replies that lines on a control connection make, in their order: a line that begins with three digits and a
    /// space ends one, which is also how libcurl sees it.
    static func replies(in lines: [[UInt8]]) -> [FTPReply] {
        var replies: [FTPReply] = []
        var open: [[UInt8]] = []
        for line in lines {
            open.append(line)
            guard let code = code(ending: line) else { continue }
            replies.append(FTPReply(code: code, lines: open))
            open = []
        }
        return replies
    }

    private static func code(ending line: [UInt8]) -> Int? {
        guard line.count > 3, line[3] == UInt8(ascii: " ") else { return nil }
        return Int(String(decoding: line[..<3], as: UTF8.self)).flatMap { $0 >= 100 ? $0 : nil }
    }
}
