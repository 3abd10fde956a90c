internal import Glibc

/// The process that works on an unfinished transfer: its machine, that machine's current start, its number, and when it began.
public struct ProcessOwner: Hashable, Sendable {
    public let host: [UInt8]
    public let boot: [UInt8]
    public let process: Int64
    /// In ticks since the machine's start, which tells it from a later process of the same number; 0 where it is not known.
    public let started: Int64

    public init(host: [UInt8], boot: [UInt8], process: Int64, started: Int64 = 0) {
        self.host = host
        self.boot = boot
        self.process = process
        self.started = started
    }

    /// This process. Asked for once: it does not change.
    public static let current = ProcessOwner(
        host: hostName(), boot: bytes(of: "/proc/sys/kernel/random/boot_id", most: 64), process: Int64(getpid()),
        started: ProcessStatus(Int64(getpid()))?.started ?? 0)

    /// Whether the process is known to have ended. That of another machine never is.
    public var isDead: Bool {
        let current = Self.current
        guard host == current.host, !boot.isEmpty else { return false }
        if boot != current.boot { return true }
        if kill(pid_t(truncatingIfNeeded: process), 0) != 0 && errno == ESRCH { return true }
        guard let status = ProcessStatus(process) else { return false }
        return status.hasEnded || started != 0 && status.started != started
    }

    /// Number and beginning in one integer, as they are stored: Linux's numbers have 22 bits at most (PID_MAX_LIMIT). Without
    /// a beginning it is the number alone.
    var stored: Int64 { started << Self.processBits | process & Self.processMask }

    init(host: [UInt8], boot: [UInt8], stored: Int64) {
        self.init(
            host: host, boot: boot, process: stored & Self.processMask, started: stored >> Self.processBits)
    }

    private static let processBits: Int64 = 22
    private static let processMask: Int64 = 1 << processBits - 1

    private static func hostName() -> [UInt8] {
        var name = [UInt8](repeating: 0, count: 256)
        let status = name.withUnsafeMutableBytes {
            gethostname($0.baseAddress!.assumingMemoryBound(to: CChar.self), 255)
        }
        return status == 0 ? Array(name.prefix { $0 != 0 }) : []
    }

    fileprivate static func bytes(of path: String, most: Int) -> [UInt8] {
        guard let stream = fopen(path, "r") else { return [] }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: most)
        let count = fread(&bytes, 1, bytes.count, stream)
        return Array(bytes[..<count])
    }
}

/// What the kernel tells of a process (proc_pid_stat(5)).
private struct ProcessStatus {
    /// Nobody has asked yet how it ended: it does nothing any more.
    let hasEnded: Bool
    let started: Int64

    init?(_ process: Int64) {
        let text = ProcessOwner.bytes(of: "/proc/\(process)/stat", most: 1024)
        // The program's name may hold blanks and brackets.
        guard let name = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[(name + 1)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        guard fields.count > Self.startField,
            let started = Int64(String(decoding: fields[Self.startField], as: UTF8.self))
        else { return nil }
        hasEnded = fields[0].first.map { "ZXx".utf8.contains($0) } ?? false
        self.started = started
    }

    /// The 22nd of all, counted from the third, the state.
    private static let startField = 19
}
