public import FerryCore

extension Dialect {
    /// The digests that its files can hold; nil for all of them.
    public var possibleAlgorithms: [DigestAlgorithm]? {
        switch self {
        case .native, .bsd: nil
        case .sums(let algorithm, _): [algorithm]
        case .xxhsum: [.xxh128, .xxh3, .xxh64, .xxh32]
        case .sfv: [.crc32]
        case .hashdeep: [.md5, .sha1, .sha256]
        case .mtree: [.md5, .sha1, .sha256, .sha384, .sha512]
        case .bagit: [.md5, .sha1, .sha224, .sha256, .sha384, .sha512, .blake2b]
        }
    }

    /// What its own program writes.
    public var usualAlgorithms: [DigestAlgorithm] {
        switch self {
        case .native, .bsd, .mtree: [.sha256]
        case .sums(let algorithm, _): [algorithm]
        case .xxhsum: [.xxh128]
        case .bagit: [.sha512]
        case .sfv: [.crc32]
        case .hashdeep: [.md5, .sha256]
        }
    }

    /// A writer of this dialect. Header fields that it has no place for are left out.
    public func writer(
        to sink: any ByteSink, header: NativeHeader
    ) throws(ManifestError) -> any RecordWriter {
        switch self {
        case .native: try NativeWriter(sink, header: header)
        case .sums, .bsd, .xxhsum: CheckFileWriter(sink, dialect: self, algorithms: header.algorithms)
        case .sfv: SFVWriter(sink)
        case .hashdeep: try HashdeepWriter(sink, algorithms: header.algorithms)
        case .mtree: try MtreeWriter(sink, algorithms: header.algorithms)
        case .bagit: BagManifestWriter(sink, header.algorithms[0], below: BagPath.payload)
        }
    }

    /// The dialect of a name that users give: `native`, `sha256sum`, `bsd`, `xxhsum`, `sfv`, `hashdeep`, `mtree`, `bagit`.
    public init?(name: String) {
        switch name {
        case "native": self = .native
        case "bsd": self = .bsd
        case "xxhsum": self = .xxhsum
        case "sfv": self = .sfv
        case "hashdeep": self = .hashdeep
        case "mtree": self = .mtree
        case "bagit": self = .bagit
        default:
            guard let algorithm = DigestAlgorithm.allCases.first(where: { $0.sumProgram == name }) else { return nil }
            self = .sums(algorithm, nul: false)
        }
    }

    /// The names that `init(name:)` knows.
    public static let names =
        ["native"] + DigestAlgorithm.allCases.compactMap(\.sumProgram) + [
            "bsd", "xxhsum", "sfv", "hashdeep", "mtree", "bagit",
        ]
}
