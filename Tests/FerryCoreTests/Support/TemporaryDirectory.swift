import Glibc

/// A fresh directory that is removed with all it holds at the end of its scope.
final class TemporaryDirectory {
    /// Absolute, without links.
    let path: String

    init() {
        var template = Array("/tmp/ferry-test-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
        precondition(made != nil, "cannot make a temporary directory: \(errno)")
        let resolved = realpath(made!, nil)!
        path = String(cString: resolved)
        free(resolved)
    }

    deinit {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(cString: bytes.assumingMemoryBound(to: CChar.self).baseAddress!)
                }
                if name == "." || name == ".." { continue }
                let child = path + "/" + name
                if entry.pointee.d_type == UInt8(DT_DIR) { remove(child) } else { unlink(child) }
            }
            closedir(directory)
        }
        rmdir(path)
    }

    /// Makes a directory and those above it.
    func makeDirectory(_ name: String) {
        var current = path
        for component in name.split(separator: "/") {
            current += "/" + component
            mkdir(current, 0o755)
        }
    }

    /// Writes a file; its directory must exist.
    func write(_ text: String, to name: String) {
        let file = fopen(path + "/" + name, "w")
        precondition(file != nil, "cannot write \(name): \(errno)")
        fwrite(text, 1, text.utf8.count, file)
        fclose(file)
    }
}

/// The content of a file by its absolute path; nil when it cannot be opened.
func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { content += buffer[..<count] }
    return content
}
