/// One include or exclude pattern, as rsync(1) describes under "FILTER RULES IN DEPTH".
public struct FilterRule: Hashable, Sendable {
    /// The pattern without a trailing slash; a leading slash anchors it.
    public var pattern: [UInt8]
    /// Show and risk (true), or hide and protect (false).
    public var includes: Bool
    public var sides: FilterSides = []
    /// Matches directories only (a trailing slash in the text).
    public var directoriesOnly = false
    /// Modifier `!`: takes effect where the pattern does not match.
    public var isNegated = false
    /// Modifier `/`: compared with the absolute path.
    public var isAbsolute = false
    /// Modifier `p`: ignored in directories that are being deleted.
    public var isPerishable = false
    /// Modifier `x`: about names of extended attributes, not of files.
    public var matchesAttributes = false
    /// Where a leading slash is anchored.
    public var anchor = FilterAnchor.transferRoot
}

/// The directory that a pattern with a leading slash starts from.
public enum FilterAnchor: Hashable, Sendable {
    case transferRoot
    /// A directory of the transfer, which holds the merge file.
    case directory(RelativePath)
    /// A directory above the transfer, by its absolute path without a trailing slash (empty for `/`).
    case above([UInt8])
}
