/// Options that make up the filter list, in the order they were given.
package struct FilterArguments: Sendable {
    package enum Step: Sendable, Hashable {
        /// `--filter`
        case rule(OptionText)
        case exclude(OptionText)
        case include(OptionText)
        case excludeFrom(OptionText)
        case includeFrom(OptionText)
    }

    package var steps: [Step] = []
    /// `-C`
    package var cvsExclude = false
    /// `-0`: lists of names and rules end each item with a NUL byte.
    package var nulTerminated = false
    /// How often `-F` was given.
    package var perDirectoryFilters = 0
}
