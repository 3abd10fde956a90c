package import FerryCore
package import FerryEndpoints

/// A fresh endpoint to be examined: its root exists and is empty.
package struct Subject: Sendable {
    package let endpoint: any Endpoint
    /// Takes the right to read away: of a file, to its content; of a directory, to everything in it. Nil where the test
    /// cannot do that.
    package let forbid: (@Sendable (RelativePath) throws -> Void)?
    /// Whether files of more than 5 GiB that are mostly holes can be made quickly.
    package let holdsLargeFiles: Bool
    /// Files of the "large directory": more than one page of a listing.
    package let largeDirectory: Int
    /// Whether calls are repeated whose reply got lost: then what was done before may count as done now.
    package let repeatsLostCalls: Bool
    /// Whether listings show names that begin with a dot: web servers may hide them.
    package let listsDotNames: Bool
    /// Whether the times of directories can be set, and seen, where those of files can.
    package let setsDirectoryTimes: Bool
    /// Names that the server at hand can hold, which may be less than the endpoint could.
    package let names: NameRules
    package let cleanUp: @Sendable () -> Void

    package init(
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
