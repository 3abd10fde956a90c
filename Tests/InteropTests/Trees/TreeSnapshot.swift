import FerryCore
import Glibc

/// Everything about a tree on disk that a sync is to reproduce, one line for each path.
struct TreeSnapshot: Equatable {
    private(set) var lines: [RelativePath: String] = [:]
    /// Paths of each inode with several names, in order.
    private var names: [UInt64: [RelativePath]] = [:]
    private let start: Int
    private let accessTimes: AccessTimes

    /// Of which files the snapshot tells when they were read.
    enum AccessTimes: Equatable {
        case none, all
        /// Of those below one name.
        case below(String)
    }

    /// Reads a tree. Times since `start` (seconds) are all `now`: two runs cannot agree on them.
    init(of directory: String, start: Int, accessTimes: AccessTimes = .none) {
        self.start = start
        self.accessTimes = accessTimes
        read(.root, in: directory)
        for group in names.values where group.count > 1 {
            for path in group { lines[path]? += " links=\(group.map(name))" }
        }
    }

    /// What only one of two snapshots has, `<` the first and `>` the second.
    static func differences(_ first: TreeSnapshot, _ second: TreeSnapshot) -> [String] {
        let paths = Set(first.lines.keys).union(second.lines.keys)
        return paths.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.flatMap { path in
            let left = first.lines[path], right = second.lines[path]
            if left == right { return [String]() }
            let sides: [(String, String?)] = [("<", left), (">", right)]
            return sides.map { "\($0.0) \(name(path))  \($0.1 ?? "absent")" }
        }
    }

    private mutating func read(_ path: RelativePath, in directory: String) {
        for name in Self.names(in: directory, path) {
            let child = RelativePath(unchecked: path.isRoot ? name : path.bytes + [RelativePath.separator] + name)
            var status = stat()
            guard withCPath(directory, child, { lstat($0, &status) }) == 0 else { continue }
            lines[child] = line(for: status, child, in: directory)
            if status.st_mode & S_IFMT == S_IFDIR {
                read(child, in: directory)
            } else if status.st_nlink > 1 {
                names[UInt64(status.st_ino), default: []].append(child)
            }
        }
    }

    private static func names(in directory: String, _ path: RelativePath) -> [[UInt8]] {
        guard let stream = withCPath(directory, path, { opendir($0) }) else { return [] }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2e] && name != [0x2e, 0x2e] { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func line(for status: stat, _ path: RelativePath, in directory: String) -> String {
        let mode = String(status.st_mode & 0o7777, radix: 8)
        var line = "\(mode) \(status.st_uid):\(status.st_gid) modified=\(text(status.st_mtim))"
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            if tellsAccess(to: path) { line += " accessed=\(text(status.st_atim))" }
            return "file \(line) size=\(status.st_size) content=\(contentHash(path, in: directory))"
        // Directories of backups appear at different moments of a run, before or after their models change hands.
        case S_IFDIR where path.components.contains { part in Self.backups.contains { part.elementsEqual($0.utf8) } }:
            return "directory \(mode)"
        // Where rsync lists directories one after another, it leaves the time of a directory that backups come into to
        // chance.
        case S_IFDIR where Self.backups.contains { holds($0, path, in: directory) }:
            return "directory \(mode) \(status.st_uid):\(status.st_gid)"
        case S_IFDIR: return "directory \(line)"
        case S_IFLNK: return "symlink \(line) -> \(target(path, in: directory))"
        case S_IFIFO: return "fifo \(line)"
        case S_IFSOCK: return "socket \(line)"
        default: return "device \(line) number=\(status.st_rdev)"
        }
    }

    private func tellsAccess(to path: RelativePath) -> Bool {
        switch accessTimes {
        case .none: false
        case .all: true
        case .below(let name): path.components.first.map { $0.elementsEqual(name.utf8) } ?? false
        }
    }

    /// What scenarios name their directories for backups.
    private static let backups = ["backup", "kept"]

    private func holds(_ name: String, _ path: RelativePath, in directory: String) -> Bool {
        withCPath(directory, path.appending(name: Array(name.utf8))) { access($0, F_OK) } == 0
    }

    private func text(_ time: timespec) -> String {
        // Trees hold times of the far future, too.
        if time.tv_sec >= start && time.tv_sec < start + 86_400 { return "now" }
        return "\(time.tv_sec).\(time.tv_nsec)"
    }
}

private func contentHash(_ path: RelativePath, in directory: String) -> UInt64 {
    let descriptor = withCPath(directory, path) { open($0, O_RDONLY | noAccessTime) }
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    while true {
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count <= 0 { return hash }
        for byte in buffer[..<count] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}

private func target(_ path: RelativePath, in directory: String) -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = withCPath(directory, path) { path in
        buffer.withUnsafeMutableBytes { readlink(path, $0.assumingMemoryBound(to: CChar.self).baseAddress!, $0.count) }
    }
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
}

private func name(_ path: RelativePath) -> String {
    DisplayName.escaping(path.bytes)
}

/// `O_NOATIME`, which the Glibc module hides: looking must not change what is looked at.
private let noAccessTime: Int32 = 0o1000000
