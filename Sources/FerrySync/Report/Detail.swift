public import FerryCore

/// What happens besides the fates of entries; said only when asked for.
public enum Detail: Sendable, Hashable {
    /// An old file has another name now: below the destination, or below `--backup-dir` as typed.
    case backedUp(RelativePath, as: [UInt8])
    /// `--remove-source-files`
    case removedSource(RelativePath)
    /// A filter rule decided about a name. Told where `RunOptions.tellsRules` asks for it.
    case ruled(RelativePath, isDirectory: Bool, FilterSide, FilterRule)
}
