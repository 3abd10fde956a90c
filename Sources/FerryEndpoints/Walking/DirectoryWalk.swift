internal import FerryCore

/// The listing of an endpoint that lists one directory at a time: depth first in canonical order, reading directories
/// ahead on several threads. Memory is bounded by the depth, the widest directory and what is read ahead.
public final class DirectoryWalk: Listing {
    private let ahead: WalkAhead
    private var frames: [Frame] = []

    /// About as many entries as one hand-off is worth.
    private static let batchSize = 256

    /// A directory that the walk is in.
    private struct Frame {
        var items: ArraySlice<ListedItem>
        var subdirectories: ArraySlice<DirectoryJob>
        /// The subdirectory whose entry was taken last: everything below it comes before the next item.
        var entered: RelativePath?
    }

    /// Reads the directory that is to be listed, and throws when that fails.
    ///
    /// - Parameters:
    ///   - connections: how many directories are read at the same time.
    ///   - device: the file system of the listed directory, where entries say theirs; needed for `oneFileSystem` only,
    ///     which is `unsupported` without it.
    public init(
        _ request: ListingRequest, of source: any DirectorySource, connections: Int, device: UInt64? = nil
    ) throws(EndpointError) {
        if request.oneFileSystem, device == nil {
            throw EndpointError(
                .unsupported, .list, path: request.directory, location: source.location,
                reason: "the server does not say which file system a directory is on")
        }
        let walk = WalkDescription(source: source, request: request, device: device)
        let root = try DirectoryJob(request.directory).read(walk)
        ahead = WalkAhead(walk, threads: connections)
        enter(root)
        ahead.begin(with: root)
    }

    /// From the innermost directory outwards: each keeps those above it, and a chain of thousands must not end in one
    /// recursion.
    deinit {
        cancel()
    }

    public func next() -> [ListedItem]? {
        var items: [ListedItem] = []
        while items.count < Self.batchSize, let top = frames.indices.last {
            guard let job = frames[top].subdirectories.first else {
                items += frames[top].items
                frames.removeLast()
                continue
            }
            takeItems(&items, through: job.path)
            // Nobody waits for what is there already while the next directory is on its way.
            if !items.isEmpty, !ahead.isDone(job) { break }
            frames[top].subdirectories.removeFirst()
            enter(job, &items)
        }
        return items.isEmpty ? nil : items
    }

    public func cancel() {
        ahead.stop()
        while frames.popLast() != nil {}
    }

    /// Takes the items up to and with that directory, unless they were taken before.
    private func takeItems(_ items: inout [ListedItem], through directory: RelativePath) {
        let top = frames.count - 1
        while let item = frames[top].items.first, frames[top].entered != directory {
            items.append(item)
            frames[top].items.removeFirst()
            if item.path == directory { frames[top].entered = directory }
        }
    }

    private func enter(_ job: DirectoryJob, _ items: inout [ListedItem]) {
        let directory = ahead.outcome(of: job)
        if let failure = directory.failure {
            items.append(.failure(failure, path: job.path, subtree: true))
        } else {
            enter(directory)
        }
    }

    private func enter(_ directory: ReadDirectory) {
        frames.append(Frame(items: directory.items[...], subdirectories: directory.subdirectories[...]))
    }
}
