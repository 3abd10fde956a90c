package import FerryCore
package import FerryEndpoints

/// One run: these sources into that destination.
package struct SyncJob: Sendable {
    package var sources: [SyncSource]
    package var destination: any Endpoint
    /// The absolute path of the destination, as far as filter rules ask for it.
    package var destinationBase: [UInt8] = [RelativePath.separator]
    /// Whether a destination that is not there is made before anything is compared: not when no source is there either.
    package var makesDestination = true
    /// Nothing was there just now, so that making it needs no look before.
    package var destinationIsMissing = false
    /// A directory was there just now, which need not be looked at again before all is compared.
    package var destinationIsThere = false
    /// How many directories `--mkpath` made on the way to it, or would make in a dry run.
    package var directoriesMade = 0
    package var options: SyncOptions
    /// The filter rules of the command line.
    package var filters: FilterList
    package var cancellation: Cancellation
    /// Files of the destination that no deletion takes, whatever the sources have: what the program itself writes there.
    package var protected: Set<PlacedIdentity> = []
    /// Nil where nothing is remembered.
    package var memory: RunMemory?
    package var contents: ContentMemory?

    package init(
        sources: [SyncSource], destination: any Endpoint, options: SyncOptions, filters: FilterList = FilterList(),
        cancellation: Cancellation = Cancellation()
    ) {
        self.sources = sources
        self.destination = destination
        self.options = options
        self.filters = filters
        self.cancellation = cancellation
    }
}

/// One source as the command line names it. Its root is chosen such that paths below it are paths of the transfer:
/// `a/b/c` is the entry `c` of the root `a/b`, `a/b/c/` is everything in the root `a/b/c`, and with `-R` `a/./b/c` is
/// the entry `b/c` of the root `a`.
package struct SyncSource: Sendable {
    package var endpoint: any Endpoint
    /// The root's path: its content and itself. Another path: that entry and what is below it.
    package var path: RelativePath
    /// The name of a single file at the destination where it differs (`ferry sync old.txt new.txt`).
    package var newName: RelativePath?
    /// With `-d` or a list of files: whether the directory's content was asked for by a trailing slash.
    package var hasTrailingSlash: Bool
    /// `-R`: the directories that the path leads through are entries of the transfer too.
    package var sendsImpliedDirectories: Bool
    /// And the root itself, as for `./a/b`.
    package var impliesRoot: Bool
    /// The absolute path of the root, from which anchored filter rules and merge files are found.
    package var base: [UInt8]
    /// `--files-from`: what takes part of the root, which is the path then.
    package var files: FileSelection?

    package init(
        endpoint: any Endpoint, path: RelativePath, newName: RelativePath? = nil, hasTrailingSlash: Bool = false,
        sendsImpliedDirectories: Bool = false, impliesRoot: Bool = false, base: [UInt8] = [RelativePath.separator]
    ) {
        self.endpoint = endpoint
        self.path = path
        self.newName = newName
        self.hasTrailingSlash = hasTrailingSlash
        self.sendsImpliedDirectories = sendsImpliedDirectories
        self.impliesRoot = impliesRoot
        self.base = base
    }
}

/// What a run came to.
package struct SyncResult: Sendable {
    package var statistics: Statistics
    package var status: ExitStatus
    /// False when something cut the run short, so that not all of the sources was seen.
    package let hasEnded: Bool

    package init(statistics: Statistics, status: ExitStatus, hasEnded: Bool = true) {
        self.statistics = statistics
        self.status = status
        self.hasEnded = hasEnded
    }
}
