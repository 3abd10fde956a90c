public import FerryCore
public import FerryEndpoints

/// One comparison: what `second` has, against what `first` has.
public struct CheckJob: Sendable {
    public var first: CheckSide
    public var second: CheckSide
    public var options: CheckOptions
    /// The filter rules of the command line. What they hide on the sending side of a transfer takes no part, wherever it
    /// is.
    public var filters: FilterList
    public var cancellation: Cancellation

    public init(
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
public struct CheckSide: Sendable {
    public var endpoint: any Endpoint
    /// The root's path: all that lies below it. Another path: that one entry, or what it leads to if it is a symlink.
    public var path: RelativePath
    /// The absolute path of the root, from which anchored filter rules and merge files are found.
    public var base: [UInt8]

    public init(endpoint: any Endpoint, path: RelativePath = .root, base: [UInt8] = [RelativePath.separator]) {
        self.endpoint = endpoint
        self.path = path
        self.base = base
    }
}
