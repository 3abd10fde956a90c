public import FerryCore
public import FerryEndpoints

/// One run: these sources into that destination.
public struct SyncJob: Sendable {
    public var sources: [SyncSource]
    public var destination: any Endpoint
    /// The absolute path of the destination, as far as filter rules ask for it.
    public var destinationBase: [UInt8] = [RelativePath.separator]
    /// Whether a destination that is not there is made before anything is compared: not when no source is there either.
    public var makesDestination = true
    /// Nothing was there just now, so that making it needs no look before.
    public var destinationIsMissing = false
    /// A directory was there just now, which need not be looked at again before all is compared.
    public var destinationIsThere = false
    /// Told when the destination was made, or would be.
    public var madeDestination: @Sendable () -> Void = {}
    /// How many directories `--mkpath` made on the way to it, or would make in a dry run.
    public var directoriesMade = 0
    public var options: SyncOptions
    /// The filter rules of the command line.
    public var filters: FilterList
    public var cancellation: Cancellation
    /// Files of the destination that no deletion takes, whatever the sources have: what the program itself writes there.
    public var protected: Set<PlacedIdentity> = []
    /// Nil where nothing is remembered.
    public var memory: RunMemory?
    public var contents: ContentMemory?

    public init(
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
public struct SyncSource: Sendable {
    public var endpoint: any Endpoint
    /// The root's path: its content and itself. Another path: that entry and what is below it.
    public var path: RelativePath
    /// The name of a single file at the destination where it differs (`ferry sync old.txt new.txt`).
    public var newName: RelativePath?
    /// With `-d` or a list of files: whether the directory's content was asked for by a trailing slash.
    public var hasTrailingSlash: Bool
    /// `-R`: the directories that the path leads through are entries of the transfer too.
    public var sendsImpliedDirectories: Bool
    /// And the root itself, as for `./a/b`.
    public var impliesRoot: Bool
    /// The absolute path of the root, from which anchored filter rules and merge files are found.
    public var base: [UInt8]
    /// `--files-from`: what takes part of the root, which is the path then.
    public var files: FileSelection?

    public init(
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
public struct SyncResult: Sendable {
    public var statistics: Statistics
    public var status: ExitStatus
    /// False when something cut the run short, so that not all of the sources was seen.
    public let hasEnded: Bool

    public init(statistics: Statistics, status: ExitStatus, hasEnded: Bool = true) {
        self.statistics = statistics
        self.status = status
        self.hasEnded = hasEnded
    }
}
