internal import FerryCore
internal import Glibc

/// Asks for a password at the terminal, where it is not shown.
enum PasswordPrompt {
    private static let longest = 1024

    /// Nil where nobody sits at a terminal, or nothing was typed.
    static func ask(_ question: String) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var usual = termios()
        guard tcgetattr(terminal, &usual) == 0 else { return nil }
        var silent = usual
        silent.c_lflag &= ~tcflag_t(ECHO)
        // What was typed already is part of the answer.
        guard tcsetattr(terminal, TCSADRAIN, &silent) == 0 else { return nil }
        defer { tcsetattr(terminal, TCSADRAIN, &usual) }
        show(question, on: terminal)
        defer { show("\n", on: terminal) }
        return line(from: terminal)
    }

    private static func show(_ text: String, on terminal: Int32) { _ = write(terminal, text, text.utf8.count) }

    private static func line(from terminal: Int32) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < longest, read(terminal, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        return line.isEmpty ? nil : String(validating: line, as: UTF8.self)
    }
}
