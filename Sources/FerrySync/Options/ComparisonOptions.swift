/// When two entries count as the same.
public struct ComparisonOptions: Sendable {
    /// `-c`: by content.
    public var content = false
    /// `-I`: never.
    public var ignoresTimes = false
    /// `--size-only`
    public var sizeOnly = false
    /// `--modify-window`, in seconds. Negative: nanoseconds count too; 0: whole seconds, as rsync compares.
    public var modifyWindow: Int64 = -1
    /// `-u`: newer files at the destination stay.
    public var keepsNewer = false
    /// `--existing`: nothing new is made. `--ignore-existing`: nothing old is touched.
    public var onlyExisting = false
    public var ignoresExisting = false
    /// `--compare-dest`, `--copy-dest`, `--link-dest`, all of one kind, in the order given.
    public var references: [ReferenceTree] = []

    public init() {}
}

/// A further tree that may already hold an unchanged file.
public struct ReferenceTree: Sendable {
    public enum Use: Sendable {
        /// An equal file there need not exist here.
        case compare
        /// An equal file there is copied from there.
        case copy
        /// An equal file there is hard-linked from there.
        case link

        public var option: String {
            switch self {
            case .compare: "--compare-dest"
            case .copy: "--copy-dest"
            case .link: "--link-dest"
            }
        }
    }

    public let use: Use
    /// As given: absolute, or relative to the destination.
    public let path: [UInt8]

    public init(_ use: Use, path: [UInt8]) {
        self.use = use
        self.path = path
    }
}
