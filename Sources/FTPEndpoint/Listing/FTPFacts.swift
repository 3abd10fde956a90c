internal import FerryCore
internal import FerryEndpoints

/// One line of MLSD or MLST: `type=file;size=5;modify=20200101000000; NAME` (RFC 3659, 7).
struct FTPFacts: Hashable, Sendable {
    private(set) var type = ""
    private(set) var size: Int64?
    private(set) var modified: Timestamp?
    private(set) var permissions: UInt16?
    /// What the server tells files apart by, renamed or not.
    private(set) var unique: String?
    let name: [UInt8]

    /// Nil for what is no such line.
    init?(_ line: some Collection<UInt8>) {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        name = Array(line[line.index(after: space)...])
        for fact in line[..<space].split(separator: UInt8(ascii: ";")) {
            guard let equals = fact.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let value = fact[fact.index(after: equals)...]
            take(String(decoding: fact[..<equals], as: UTF8.self).lowercased(), value)
        }
    }

    private mutating func take(_ fact: String, _ value: some Collection<UInt8>) {
        let text = String(decoding: value, as: UTF8.self)
        switch fact {
        case "type": type = text.lowercased()
        case "size": size = Int64(text).flatMap { $0 < 0 ? nil : $0 }
        case "modify": modified = FTPTime.timestamp(value)
        case "unix.mode": permissions = UInt16(text, radix: 8).map { $0 & 0o7777 }
        case "unique": unique = text
        default: break
        }
    }

    /// Whether it is of the directory that is listed, or of the one above it.
    var isOfListedDirectory: Bool { type == "cdir" || type == "pdir" }

    /// The kind; nil for what is neither file, directory, nor link.
    var kind: EntryKind? {
        switch type {
        case "file": .file
        case "dir", "cdir", "pdir": .directory
        default: type.hasPrefix("os.unix=s") && type.contains("link") ? .symlink : nil
        }
    }

    /// Nil for what is neither file nor directory.
    func entry(at path: RelativePath) throws(FTPFailure) -> Entry? {
        switch kind {
        case .directory: return Entry(path: path, kind: .directory, modified: modified, permissions: permissions)
        case .file:
            guard let size else {
                throw FTPFailure(.protocolViolation, "the server does not say how long a file is")
            }
            let version = unique.map { Version.tag("\($0) \(size) \(modified?.seconds ?? 0)") }
            return Entry(
                path: path, kind: .file, size: size, modified: modified, permissions: permissions, version: version)
        default: return nil
        }
    }
}
