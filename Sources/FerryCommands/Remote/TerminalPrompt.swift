internal import FerryCore
internal import Glibc

/// A question to the user on his terminal, whatever the standard streams are.
enum TerminalPrompt {
    /// How soon it is noticed that the run was cancelled, in milliseconds.
    private static let tick: Int32 = 100

    /// Nil where the input ended, or the run was cancelled. The terminal is left as it was.
    static func answer(_ question: String, isShown: Bool, _ cancellation: Cancellation) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return nil }
        if !isShown {
            var hidden = before
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(terminal, TCSAFLUSH, &hidden)
        }
        defer {
            tcsetattr(terminal, TCSAFLUSH, &before)
            if !isShown { say("\n", terminal) }
        }
        say(question, terminal)
        return line(from: terminal, cancellation)
    }

    private static func say(_ text: String, _ terminal: Int32) {
        _ = write(terminal, text, text.utf8.count)
    }

    private static func line(from terminal: Int32, _ cancellation: Cancellation) -> String? {
        var typed: [UInt8] = []
        var byte: UInt8 = 0
        while !cancellation.isCancelled {
            var request = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, tick) > 0 else { continue }
            let count = read(terminal, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: typed, as: UTF8.self) }
            typed.append(byte)
        }
        return nil
    }
}
