public import FerryCore

/// The first line of a native manifest: what was described, and how.
public struct NativeHeader: Hashable, Sendable {
    /// The version of the format that is written here. Readers refuse other ones.
    public static let version = 1

    /// The digests that every file has.
    public var algorithms: [DigestAlgorithm]
    /// The location that was described, for people; paths never count from it.
    public var root: [UInt8]?
    /// Options that decided what takes part, for people.
    public var options: [String]
    public var created: Timestamp?

    public init(
        algorithms: [DigestAlgorithm], root: [UInt8]? = nil, options: [String] = [], created: Timestamp? = nil
    ) {
        self.algorithms = algorithms
        self.root = root
        self.options = options
        self.created = created
    }
}

/// The last line of a native manifest.
public struct NativeTrailer: Hashable, Sendable {
    public var entries: Int64 = 0
    public var files: Int64 = 0
    /// Of all files together, in bytes.
    public var size: Int64 = 0
    /// Whether every entry that was to be described is.
    public var isComplete = true

    public init() {}

    mutating func count(_ record: Record) {
        entries += 1
        if record.kind == .file { files += 1 }
        size &+= record.size ?? 0
    }
}
