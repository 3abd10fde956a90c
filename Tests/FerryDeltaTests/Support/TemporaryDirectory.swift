internal import Glibc

/// A fresh directory, removed with everything in it at the end.
final class TemporaryDirectory {
    let path: String

    init() {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/ferry-delta-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit {
        _ = Peer.run("rm", ["-rf", path])
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ bytes: [UInt8], _ name: String) -> String {
        let stream = fopen(file(name), "w")!
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
        return file(name)
    }

    func read(_ name: String) -> [UInt8] {
        guard let stream = fopen(file(name), "r") else { return [] }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
