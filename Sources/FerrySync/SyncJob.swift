package import FerryCore
package import FerryEndpoints

/// One run: these sources into that destination.
package struct SyncJob: Sendable {
    package var sources: [SyncSource]
    package var destination: any Endpoint
    package var options: SyncOptions
    package var cancellation: Cancellation

    package init(
        sources: [SyncSource], destination: any Endpoint, options: SyncOptions,
        cancellation: Cancellation = Cancellation()
    ) {
        self.sources = sources
        self.destination = destination
        self.options = options
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

    package init(
        endpoint: any Endpoint, path: RelativePath, newName: RelativePath? = nil, hasTrailingSlash: Bool = false
    ) {
        self.endpoint = endpoint
        self.path = path
        self.newName = newName
        self.hasTrailingSlash = hasTrailingSlash
    }
}

/// What a run came to.
package struct SyncResult: Sendable {
    package var statistics: Statistics
    package var status: ExitStatus

    package init(statistics: Statistics, status: ExitStatus) {
        self.statistics = statistics
        self.status = status
    }
}
