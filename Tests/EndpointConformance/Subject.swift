public import FerryCore
public import FerryEndpoints

/// A fresh endpoint to be examined: its root exists and is empty.
public struct Subject: Sendable {
    public let endpoint: any Endpoint
    /// Takes the right to read away: of a file, to its content; of a directory, to everything in it. Nil where the test
    /// cannot do that.
    public let forbid: (@Sendable (RelativePath) throws -> Void)?
    /// Whether files of more than 5 GiB that are mostly holes can be made quickly.
    public let holdsLargeFiles: Bool
    /// Files of the "large directory": more than one page of a listing.
    public let largeDirectory: Int
    /// Whether calls are repeated whose reply got lost: then what was done before may count as done now.
    public let repeatsLostCalls: Bool
    /// Whether listings show names that begin with a dot: web servers may hide them.
    public let listsDotNames: Bool
    /// Whether the times of directories can be set, and seen, where those of files can.
    public let setsDirectoryTimes: Bool
    /// Names that the server at hand can hold, which may be less than the endpoint could.
    public let names: NameRules
    public let cleanUp: @Sendable () -> Void

    public init(
        _ endpoint: any Endpoint, forbid: (@Sendable (RelativePath) throws -> Void)? = nil,
        holdsLargeFiles: Bool = false, largeDirectory: Int = 1100, repeatsLostCalls: Bool = false,
        listsDotNames: Bool = true, setsDirectoryTimes: Bool = true, names: NameRules? = nil,
        cleanUp: @escaping @Sendable () -> Void = {}
    ) {
        self.endpoint = endpoint
        self.forbid = forbid
        self.holdsLargeFiles = holdsLargeFiles
        self.largeDirectory = largeDirectory
        self.repeatsLostCalls = repeatsLostCalls
        self.listsDotNames = listsDotNames
        self.setsDirectoryTimes = setsDirectoryTimes
        self.names = names ?? endpoint.capabilities.names
        self.cleanUp = cleanUp
    }

    var capabilities: Capabilities { endpoint.capabilities }
    var hasRealDirectories: Bool { capabilities.directories == .real }
}
