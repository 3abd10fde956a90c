internal import Glibc

/// Small files of a test, by their names in the directory.
extension TemporaryDirectory {
    /// The path of the file with this name.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, making the directories that its name leads through, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], _ name: String) -> String {
        for slash in name.indices where name[slash] == "/" { mkdir(file(String(name[..<slash])), 0o777) }
        let stream = fopen(file(name), "w")!
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
        return file(name)
    }

    /// The content of a file; nothing when there is none.
    package func read(_ name: String) -> [UInt8] {
        guard let stream = fopen(file(name), "r") else { return [] }
        defer { fclose(stream) }
        fseek(stream, 0, SEEK_END)
        let size = ftell(stream)
        rewind(stream)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = fread(buffer.baseAddress, 1, size, stream)
        }
    }
}
