internal import FerryCore
internal import Glibc

/// Small files that the command line names, read whole.
enum TextFile {
    /// `-` is standard input. Nil when there is no such file.
    static func read(_ name: [UInt8]) throws(FilterParseError) -> [UInt8]? {
        content(of: name)
    }

    /// Nil, with the reason in errno, when the file cannot be read to its end.
    static func content(of name: [UInt8]) -> [UInt8]? {
        let descriptor = name.elementsEqual("-".utf8) ? dup(STDIN_FILENO) : opened(name)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return count == 0 ? content : nil }
            content += buffer[..<count]
        }
    }

    private static func opened(_ name: [UInt8]) -> Int32 {
        (name + [0]).withUnsafeBytes { open($0.bindMemory(to: CChar.self).baseAddress!, O_RDONLY | O_CLOEXEC) }
    }
}
