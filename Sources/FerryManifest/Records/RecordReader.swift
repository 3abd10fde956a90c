public import FerryCore

/// The records of a manifest or check file, one after another, with memory that does not grow with their number.
public protocol RecordReader: AnyObject {
    var dialect: Dialect { get }

    /// The digests that its header promises; empty where there is no header that does.
    var algorithms: [DigestAlgorithm] { get }

    /// What a native manifest says of itself; nil for other kinds.
    var nativeHeader: NativeHeader? { get }

    /// Whether records come in canonical order, each path once. Otherwise see `SortedRecords`.
    var isOrdered: Bool { get }

    /// The line of the file, counted from 1, on which the last record began.
    var line: Int { get }

    /// The next record, or nil at the end of a file that ended as it should. After an error there are no more.
    func next() throws(ManifestError) -> Record?

    /// False when the file itself says that entries are missing from it. Known at its end.
    var isComplete: Bool { get }

    /// Things that are odd and no errors, found so far: each a line and words.
    var warnings: [ManifestWarning] { get }
}

extension RecordReader {
    public var algorithms: [DigestAlgorithm] { [] }
    public var nativeHeader: NativeHeader? { nil }
    public var isOrdered: Bool { false }
    public var isComplete: Bool { true }
    public var warnings: [ManifestWarning] { [] }
}

/// Something that is odd and no error.
public struct ManifestWarning: Hashable, Sendable {
    /// Counted from 1.
    public let line: Int
    public let text: String
}
