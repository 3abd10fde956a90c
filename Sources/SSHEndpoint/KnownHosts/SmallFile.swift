internal import FerryEndpoints
internal import Glibc

/// Files of the user's SSH settings.
enum SmallFile {
    /// More than this is none of them.
    private static let longest = 64 << 20

    /// Nil where there is no such file.
    static func content(of name: String) throws(ConnectionFailure) -> [UInt8]? {
        guard let file = fopen(name, "rbe") else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("cannot read", name)
        }
        defer { fclose(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while content.count < longest {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            content += buffer[..<count]
        }
        guard ferror(file) == 0 else { throw failure("cannot read", name) }
        return content
    }

    /// Makes the file and its directory if need be, for nobody but the user.
    static func append(_ bytes: [UInt8], to name: String) throws(ConnectionFailure) {
        if let slash = name.lastIndex(of: "/") { mkdir(String(name[..<slash]), 0o700) }
        let descriptor = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("cannot write to", name) }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw failure("cannot write to", name) }
    }

    private static func failure(_ what: String, _ name: String) -> ConnectionFailure {
        ConnectionFailure(
            .permissionDenied, "\(what) '\(name)': \(String(cString: strerror(errno)))", whileConnecting: true)
    }
}
