import FerryCore
import Glibc

extension Tree {
    /// Writes the tree into a directory that it makes. Two writes of one tree differ in inode numbers and change times
    /// only.
    func write(to directory: String) {
        require(mkdir(directory, 0o755), "mkdir", directory)
        for (path, node) in sorted { node.create(at: Array(directory.utf8) + [0x2f] + path.bytes) }
        for (path, node) in sorted {
            if case .hardLink(let first) = node.kind {
                withCPath(directory, first) { old in
                    withCPath(directory, path) { require(linkat(AT_FDCWD, old, AT_FDCWD, $0, 0), "link", directory) }
                }
            }
        }
        // Children first: making an entry changes its directory's time.
        for (path, node) in sorted.reversed() { withCPath(directory, path) { node.applyMetadata(to: $0) } }
        root.applyMetadata(to: directory)
    }
}

extension Node {
    fileprivate func create(at path: [UInt8]) {
        path.withCPath { path in
            let made: Int32
            switch kind {
            case .file(let content): made = writeFile(content.bytes, path)
            case .directory: made = mkdir(path, 0o700)
            case .symlink(let target): made = symlink(target, path)
            case .hardLink: made = 0
            case .fifo: made = mkfifo(path, 0o600)
            case .socket: made = mknod(path, S_IFSOCK | 0o600, 0)
            case .characterDevice(let major, let minor): made = mknod(path, S_IFCHR | 0o600, dev_t(major << 8 | minor))
            }
            require(made, "create", String(cString: path))
        }
    }

    fileprivate func applyMetadata(to path: UnsafePointer<CChar>) {
        if case .hardLink = kind { return }
        let name = String(cString: path)
        require(lchown(path, owner, group), "lchown", name)
        if case .symlink = kind {} else { require(chmod(path, mode_t(mode)), "chmod", name) }
        let times = [accessed.timespec, modified.timespec]
        require(utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), "utimensat", name)
    }
}

extension Node.Time {
    fileprivate var timespec: Glibc.timespec { Glibc.timespec(tv_sec: seconds, tv_nsec: nanoseconds) }
}

private func writeFile(_ bytes: [UInt8], _ path: UnsafePointer<CChar>) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    defer { close(descriptor) }
    let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    return written == bytes.count ? 0 : -1
}

private func require(_ result: Int32, _ call: String, _ path: String) {
    let code = errno
    precondition(result == 0, "\(call) \(path): \(String(cString: strerror(code)))")
}

func withCPath<Result>(
    _ directory: String, _ path: RelativePath, _ body: (UnsafePointer<CChar>) -> Result
) -> Result {
    (Array(directory.utf8) + [0x2f] + path.bytes).withCPath(body)
}

extension [UInt8] {
    func withCPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (self + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
        }
    }
}
