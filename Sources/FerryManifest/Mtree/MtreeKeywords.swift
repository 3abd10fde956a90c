internal import FerryCore

/// What follows a name in a file of mtree(8): `type=file size=3 sha256=...`.
struct MtreeKeywords {
    private(set) var kind: EntryKind?
    private(set) var size: Int64?
    private(set) var modified: Timestamp?
    private(set) var permissions: UInt16?
    private(set) var digests: [Digest] = []
    private(set) var linkTarget: [UInt8]?
    private(set) var isOptional = false
    /// A digest that is not known here.
    private(set) var unknownDigest: String?

    typealias Word = ArraySlice<UInt8>

    struct Failure: Error {
        let text: String
    }

    /// Takes `keyword=value`, or a keyword without a value. Those that say nothing of what a record holds are passed over.
    mutating func take(_ word: Word) throws(Failure) {
        let equals = word.firstIndex(of: UInt8(ascii: "=")) ?? word.endIndex
        let name = String(decoding: word[..<equals], as: UTF8.self)
        let value = word[equals...].dropFirst()
        switch name {
        case "type": kind = try Self.kind(value)
        case "size": size = try Self.number(value, radix: 10)
        // A symbolic mode says nothing without the mode that it changes.
        case "mode": permissions = (try? Self.number(value, radix: 8)).map { UInt16(truncatingIfNeeded: $0 & 0o7777) }
        case "time":
            guard let time = Timestamp(mtree: value) else { throw Failure(text: "'time' is no time") }
            modified = time
        case "link":
            guard let target = Vis.decode(value) else { throw Failure(text: "'link' has an escape that there is not") }
            linkTarget = target
        case "optional": isOptional = true
        default:
            guard let algorithm = Self.algorithm(name) else {
                if Self.otherDigests.contains(name) { unknownDigest = name }
                return
            }
            guard let digest = Digest(algorithm: algorithm, hexadecimal: value) else {
                throw Failure(text: "'\(name)' is no digest")
            }
            digests.removeAll { $0.algorithm == algorithm }
            digests.append(digest)
        }
    }

    /// `/unset`
    mutating func unset(_ name: Word) {
        switch String(decoding: name, as: UTF8.self) {
        case "all": self = MtreeKeywords()
        case "type": kind = nil
        case "mode": permissions = nil
        case "time": modified = nil
        case "size": size = nil
        case "optional": isOptional = false
        default: break
        }
    }

    /// NetBSD's names of digests, and FreeBSD's, which end in "digest".
    static func algorithm(_ keyword: String) -> DigestAlgorithm? {
        switch keyword.hasSuffix("digest") ? String(keyword.dropLast(6)) : keyword {
        case "md5": .md5
        case "sha1": .sha1
        case "sha256": .sha256
        case "sha384": .sha384
        case "sha512": .sha512
        default: nil
        }
    }

    private static let otherDigests: Set = [
        "rmd160", "rmd160digest", "ripemd160digest", "skein256digest", "sha512_256digest",
    ]

    private static func kind(_ value: Word) throws(Failure) -> EntryKind {
        switch String(decoding: value, as: UTF8.self) {
        case "file": .file
        case "dir": .directory
        case "link": .symlink
        case "block": .blockDevice
        case "char": .characterDevice
        case "fifo": .fifo
        case "socket": .socket
        default: throw Failure(text: "'type' is none that mtree has")
        }
    }

    private static func number(_ value: Word, radix: Int) throws(Failure) -> Int64 {
        guard let number = Int64(String(decoding: value, as: UTF8.self), radix: radix), number >= 0 else {
            throw Failure(text: "a value is no number")
        }
        return number
    }
}

extension EntryKind {
    /// Its word in files of mtree.
    var mtreeType: String {
        switch self {
        case .file: "file"
        case .directory: "dir"
        case .symlink: "link"
        case .blockDevice: "block"
        case .characterDevice: "char"
        case .fifo: "fifo"
        case .socket: "socket"
        }
    }
}

extension Timestamp {
    /// `SECONDS.NANOSECONDS`, in which the second number is written without leading zeros by some: it is a number, not a
    /// fraction. Of seconds, no more digits than other formats can hold.
    fileprivate init?(mtree text: some Collection<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let seconds = Int64(String(decoding: parts[0], as: UTF8.self)),
            seconds.magnitude < 1_000_000_000_000_000_000
        else { return nil }
        var nanoseconds: Int32 = 0
        if parts.count == 2 {
            guard let value = Int32(String(decoding: parts[1], as: UTF8.self)), (0..<1_000_000_000).contains(value)
            else { return nil }
            nanoseconds = value
        }
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }
}
