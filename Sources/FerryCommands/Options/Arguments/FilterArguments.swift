/// Options that make up the filter list, in the order they were given.
public struct FilterArguments: Sendable {
    public enum Step: Sendable, Hashable {
        /// `--filter`
        case rule(OptionText)
        case exclude(OptionText)
        case include(OptionText)
        case excludeFrom(OptionText)
        case includeFrom(OptionText)
    }

    public var steps: [Step] = []
    /// `-C`
    public var cvsExclude = false
    /// `-0`: lists of names and rules end each item with a NUL byte.
    public var nulTerminated = false
    /// How often `-F` was given.
    public var perDirectoryFilters = 0
}
