/// When two entries count as the same.
package struct ComparisonOptions: Sendable {
    /// `-c`: by content.
    package var content = false
    /// `-I`: never.
    package var ignoresTimes = false
    /// `--size-only`
    package var sizeOnly = false
    /// `--modify-window`, in seconds. Negative: nanoseconds count too; 0: whole seconds, as rsync compares.
    package var modifyWindow: Int64 = -1
    /// `-u`: newer files at the destination stay.
    package var keepsNewer = false
    /// `--existing`: nothing new is made. `--ignore-existing`: nothing old is touched.
    package var onlyExisting = false
    package var ignoresExisting = false
    /// `--compare-dest`, `--copy-dest`, `--link-dest`, all of one kind, in the order given.
    package var references: [ReferenceTree] = []

    package init() {}
}

/// A further tree that may already hold an unchanged file.
package struct ReferenceTree: Sendable {
    package enum Use: Sendable {
        /// An equal file there need not exist here.
        case compare
        /// An equal file there is copied from there.
        case copy
        /// An equal file there is hard-linked from there.
        case link

        package var option: String {
            switch self {
            case .compare: "--compare-dest"
            case .copy: "--copy-dest"
            case .link: "--link-dest"
            }
        }
    }

    package let use: Use
    /// As given: absolute, or relative to the destination.
    package let path: [UInt8]

    package init(_ use: Use, path: [UInt8]) {
        self.use = use
        self.path = path
    }
}
