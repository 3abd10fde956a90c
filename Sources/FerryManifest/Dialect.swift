public import FerryCore

/// The kinds of files that hold digests of files.
public enum Dialect: Hashable, Sendable {
    /// ferry's own, docs/manifest-format.md.
    case native
    /// Lines of `sha256sum`, `md5sum`, `b2sum` and their kin: `HEX  NAME`. With `nul`, as `-z` writes them.
    case sums(DigestAlgorithm, nul: Bool)
    /// Lines of `--tag`: `SHA256 (NAME) = HEX`. Reads OpenSSL's `SHA256(NAME)= HEX` too.
    case bsd
    /// Lines of `xxhsum --tag`, which escapes nothing: `XXH128 (NAME) = HEX`. Reads its other lines too.
    case xxhsum
    /// `NAME CRC32` with `;` for comments.
    case sfv
    case hashdeep
    /// NetBSD's `mtree -C`: one full path a line; `mtree -c` is read too.
    case mtree
    /// A payload manifest of a bag (RFC 8493).
    case bagit
}

extension Dialect: CustomStringConvertible {
    public var description: String {
        switch self {
        case .native: "native"
        case .sums(let algorithm, _): algorithm.sumProgram ?? algorithm.rawValue
        case .bsd: "bsd"
        case .xxhsum: "xxhsum"
        case .sfv: "sfv"
        case .hashdeep: "hashdeep"
        case .mtree: "mtree"
        case .bagit: "bagit"
        }
    }
}

extension Dialect {
    /// Whether there are lines for entries of this kind.
    public func describes(_ kind: EntryKind) -> Bool {
        switch self {
        case .native, .mtree: true
        // A bag is made of nothing but files: others have to be told of.
        case .bagit: kind != .directory
        default: kind == .file
        }
    }
}

extension DigestAlgorithm {
    /// The program of coreutils whose files hold digests of this algorithm; nil where there is none.
    public var sumProgram: String? {
        switch self {
        case .md5: "md5sum"
        case .sha1: "sha1sum"
        case .sha224: "sha224sum"
        case .sha256: "sha256sum"
        case .sha384: "sha384sum"
        case .sha512: "sha512sum"
        case .blake2b: "b2sum"
        default: nil
        }
    }
}
