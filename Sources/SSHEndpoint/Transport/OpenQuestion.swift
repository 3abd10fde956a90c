internal import Glibc

/// Whether a program waits for an answer of the user's, as Linux tells of its processes (proc(5)).
///
/// ssh has the terminal open for as long as it asks there (readpass.c). Elsewhere a program of its own asks: one for passwords, or
/// the one that waits for a hardware key to be touched.
enum OpenQuestion {
    private static let terminal = Array("/dev/tty".utf8)
    private static let usualAskers = ["askpass", "ssh-sk-helper"]
    /// Programs that start programs in turn, as jump hosts do.
    private static let deepest = 4

    /// - Parameter program: That asks for passwords; nil where it has a usual name.
    static func isOpen(by process: pid_t, askingThrough program: String?) -> Bool {
        isOpen(process, usualAskers + (program.map { [$0] } ?? []), deepest)
    }

    private static func isOpen(_ process: pid_t, _ askers: [String], _ depth: Int) -> Bool {
        if hasTerminal(process) { return true }
        if depth == 0 { return false }
        return children(of: process).contains { child in
            let command = text("/proc/\(child)/cmdline")
            return askers.contains { command.contains($0) } || isOpen(child, askers, depth - 1)
        }
    }

    private static func hasTerminal(_ process: pid_t) -> Bool {
        let place = "/proc/\(process)/fd"
        guard let directory = opendir(place) else { return false }
        defer { closedir(directory) }
        var target = [UInt8](repeating: 0, count: terminal.count + 1)
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let count = target.withUnsafeMutableBytes { bytes in
                readlink("\(place)/\(name)", bytes.baseAddress!, bytes.count)
            }
            if count == terminal.count, target.prefix(count).elementsEqual(terminal) { return true }
        }
        return false
    }

    private static func children(of process: pid_t) -> [pid_t] {
        text("/proc/\(process)/task/\(process)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    private static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
