internal import FerryCore
internal import Glibc

/// A terminal for the standard error of a child: ssh says only on one that a hardware key is to be touched (readpass.c). What is
/// written there goes into a file, and such notices to the user, too.
final class WatchedTerminal: Sendable {
    /// For the child.
    let descriptor: CInt
    private let isOver = Monitor(false)

    private static let notices = ["Confirm user presence for key ", "User presence confirmed"]
    /// Microseconds between two looks whether all has come, and how many.
    private static let pause: UInt32 = 2000
    private static let looks = 100

    /// TIOCSPTLCK and TIOCGPTPEER, ioctl_tty(2), which Swift does not see; glibc's own calls are hidden from it, too.
    private static let setLock: UInt = 0x4004_5431
    private static let openPeer: UInt = 0x5441

    /// Nil where there is none to be had.
    init?(into file: TemporaryFile, telling tell: @escaping @Sendable (String) -> Void) {
        guard let (ours, theirs) = Self.open() else { return nil }
        descriptor = theirs
        let isOver = self.isOver
        WorkerThread {
            Self.copy(from: ours, into: file, tell)
            close(ours)
            isOver.update { $0 = true }
        }.detach()
    }

    /// The child has its own by now: without this one, its end can be seen.
    func handedOver() { close(descriptor) }

    /// Waits for what the child has written before it ended, as far as nobody else has its terminal.
    func settle() {
        for _ in 0..<Self.looks where !isOver.withLock({ $0 }) { usleep(Self.pause) }
    }

    private static func open() -> (ours: CInt, theirs: CInt)? {
        let flags = O_RDWR | O_NOCTTY | O_CLOEXEC
        let ours = Glibc.open("/dev/ptmx", flags)
        guard ours >= 0 else { return nil }
        var isLocked: CInt = 0
        var settings = termios()
        guard ioctl(ours, setLock, &isLocked) == 0 else {
            close(ours)
            return nil
        }
        let theirs = ioctl(ours, openPeer, flags)
        guard theirs >= 0, tcgetattr(theirs, &settings) == 0 else {
            close(ours)
            return nil
        }
        cfmakeraw(&settings)
        tcsetattr(theirs, TCSANOW, &settings)
        return (ours, theirs)
    }

    /// Until nobody has the terminal any more.
    private static func copy(from terminal: CInt, into file: TemporaryFile, _ tell: (String) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var length = 0
        var line: [UInt8] = []
        while true {
            let count = read(terminal, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            buffer.withUnsafeBytes { bytes in
                try? file.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(count)), at: length)
            }
            length += count
            for byte in buffer.prefix(count) {
                if byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") {
                    line.append(byte)
                    continue
                }
                if let notice = notice(in: line) { tell(notice) }
                line.removeAll()
            }
        }
    }

    static func notice(in line: [UInt8]) -> String? {
        notices.contains { line.starts(with: $0.utf8) } ? DisplayName.escaping(line) : nil
    }
}
