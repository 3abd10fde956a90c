package import FerryCore

/// The first line of a native manifest: what was described, and how.
package struct NativeHeader: Hashable, Sendable {
    /// The version of the format that is written here. Readers refuse other ones.
    package static let version = 1

    /// The digests that every file has.
    package var algorithms: [DigestAlgorithm]
    /// The location that was described, for people; paths never count from it.
    package var root: [UInt8]?
    /// Options that decided what takes part, for people.
    package var options: [String]
    package var created: Timestamp?

    package init(
        algorithms: [DigestAlgorithm], root: [UInt8]? = nil, options: [String] = [], created: Timestamp? = nil
    ) {
        self.algorithms = algorithms
        self.root = root
        self.options = options
        self.created = created
    }
}

/// The last line of a native manifest.
package struct NativeTrailer: Hashable, Sendable {
    package var entries: Int64 = 0
    package var files: Int64 = 0
    /// Of all files together, in bytes.
    package var size: Int64 = 0
    /// Whether every entry that was to be described is.
    package var isComplete = true

    package init() {}

    mutating func count(_ record: Record) {
        entries += 1
        if record.kind == .file { files += 1 }
        size &+= record.size ?? 0
    }
}
