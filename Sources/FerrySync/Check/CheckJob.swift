package import FerryCore
package import FerryEndpoints

/// One comparison: what `second` has, against what `first` has.
package struct CheckJob: Sendable {
    package var first: CheckSide
    package var second: CheckSide
    package var options: CheckOptions
    /// The filter rules of the command line. What they hide on the sending side of a transfer takes no part, wherever it
    /// is.
    package var filters: FilterList
    package var cancellation: Cancellation

    package init(
        first: CheckSide, second: CheckSide, options: CheckOptions, filters: FilterList = FilterList(),
        cancellation: Cancellation = Cancellation()
    ) {
        self.first = first
        self.second = second
        self.options = options
        self.filters = filters
        self.cancellation = cancellation
    }
}

/// One side of a comparison.
package struct CheckSide: Sendable {
    package var endpoint: any Endpoint
    /// The root's path: all that lies below it. Another path: that one entry, or what it leads to if it is a symlink.
    package var path: RelativePath
    /// The absolute path of the root, from which anchored filter rules and merge files are found.
    package var base: [UInt8]

    package init(endpoint: any Endpoint, path: RelativePath = .root, base: [UInt8] = [RelativePath.separator]) {
        self.endpoint = endpoint
        self.path = path
        self.base = base
    }
}
