internal import FerryCore
internal import FerryEndpoints

/// What the two sides of scp say to each other (OpenSSH's scp.c, as BSD's rcp before it): a byte 0 is agreement, 1 a failure and
/// 2 the end, each with a line of words; `T` and `C` begin lines about times and a file.
enum SCPMessage {
    static let agreement: [UInt8] = [0]
    /// Leaves a directory; at the top it ends the program, as else the end of the input would.
    static let leave = Array("E\n".utf8)

    private static let longestLine = 65_536

    /// Announces a file. The name counts only where a directory is the target.
    static func file(size: Int64) -> [UInt8] { Array("C0600 \(size) file\n".utf8) }

    /// Waits until the other side agrees.
    static func expectAgreement(_ dialogue: ShellDialogue) throws(SCPError) {
        let (letter, words) = try SCPError.naming { () throws(ConnectionFailure) in
            let letter = try dialogue.receiveByte()
            return (letter, letter == 0 ? "" : try line(dialogue))
        }
        if letter != 0 { throw refusal(letter, words, dialogue) }
    }

    /// Waits for a line that begins with this letter; its words, of which the last one may hold spaces.
    static func expect(_ letter: Character, _ dialogue: ShellDialogue) throws(SCPError) -> [Substring] {
        let (first, words) = try SCPError.naming { () throws(ConnectionFailure) in
            (try dialogue.receiveByte(), try line(dialogue))
        }
        guard first == letter.asciiValue else { throw refusal(first, words, dialogue) }
        return words.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    }

    /// Instead of scp, the shell may answer, which tells that scp ended.
    private static func refusal(_ letter: UInt8, _ words: String, _ dialogue: ShellDialogue) -> SCPError {
        if letter == UInt8(ascii: "\n"), let status = dialogue.shell.status(in: words) {
            dialogue.abandon()
            return SCPStatus.ended(status)
        }
        guard letter == 1 || letter == 2 else { return .lost(.violation("what answers is no scp")) }
        return .refused(code(of: words), DisplayName.escaping(words.utf8))
    }

    /// What the words of the C library at their end say (glibc, musl, BSD), where a repetition would change nothing.
    private static func code(of words: String) -> EndpointError.Code {
        if words.hasSuffix("No space left on device") || words.hasSuffix("Disk quota exceeded") { return .noSpace }
        if words.hasSuffix("Permission denied") || words.hasSuffix("Read-only file system") { return .permissionDenied }
        return .serverFailure
    }

    private static func line(_ dialogue: ShellDialogue) throws(ConnectionFailure) -> String {
        var bytes: [UInt8] = []
        while bytes.count < longestLine {
            let byte = try dialogue.receiveByte()
            if byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
