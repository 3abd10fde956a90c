internal import Glibc

/// The process that works on an unfinished transfer: its machine, that machine's current start, its number.
package struct ProcessOwner: Hashable, Sendable {
    package let host: [UInt8]
    package let boot: [UInt8]
    package let process: Int64

    package init(host: [UInt8], boot: [UInt8], process: Int64) {
        self.host = host
        self.boot = boot
        self.process = process
    }

    /// This process. Asked for once: it does not change.
    package static let current = ProcessOwner(
        host: hostName(), boot: content(of: "/proc/sys/kernel/random/boot_id"), process: Int64(getpid()))

    /// Whether the process is known to have ended. That of another machine never is.
    package var isDead: Bool {
        let current = Self.current
        guard host == current.host, !boot.isEmpty else { return false }
        if boot != current.boot { return true }
        return kill(pid_t(truncatingIfNeeded: process), 0) != 0 && errno == ESRCH
    }

    private static func hostName() -> [UInt8] {
        var name = [UInt8](repeating: 0, count: 256)
        let status = name.withUnsafeMutableBytes {
            gethostname($0.baseAddress!.assumingMemoryBound(to: CChar.self), 255)
        }
        return status == 0 ? Array(name.prefix { $0 != 0 }) : []
    }

    private static func content(of path: String) -> [UInt8] {
        guard let stream = fopen(path, "r") else { return [] }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = fread(&bytes, 1, bytes.count, stream)
        return Array(bytes[..<count])
    }
}
