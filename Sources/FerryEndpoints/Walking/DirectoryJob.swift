internal import FerryCore

/// Reading one directory of a walk. Its state belongs to whoever holds the lock of `WalkAhead`.
final class DirectoryJob: @unchecked Sendable {
    enum State {
        case waiting
        case running
        case done(ReadDirectory)
        /// The walk has what it found.
        case taken
    }

    let path: RelativePath
    private let parent: ReadDirectory?
    var state = State.waiting

    init(_ path: RelativePath, in parent: ReadDirectory? = nil) {
        self.path = path
        self.parent = parent
    }

    /// Whether the walk comes here before it comes to another one.
    func precedes(_ other: DirectoryJob) -> Bool {
        CanonicalOrder.compare(path, isDirectory: true, other.path, isDirectory: true) < 0
    }

    func run(_ walk: WalkDescription) -> ReadDirectory {
        do throws(EndpointError) {
            return try read(walk)
        } catch {
            return ReadDirectory(path: path, failure: error)
        }
    }

    /// Reads the directory: throws what a listing of it alone would.
    func read(_ walk: WalkDescription) throws(EndpointError) -> ReadDirectory {
        let (source, request) = (walk.source, walk.request)
        let result = ReadDirectory(path: path, parent: parent)
        if request.links.followsAny {
            result.realPath = try source.realPath(of: path)
            if parent?.isInside(result.realPath) == true {
                throw failure(.unsupported, "a symbolic link leads to a directory above it", walk)
            }
        }
        result.selection = try (parent.map { $0.selection } ?? request.selection)?.entering(path)
        let items = try source.items(of: path, links: request.links)
        source.littered?.note(path, holding: items)
        result.items = try sorted(items, result.selection, walk)
        result.subdirectories = result.items.compactMap { item in
            guard let directory = item.directory, walk.enters(directory) else { return nil }
            return DirectoryJob(directory.path, in: result)
        }
        return result
    }

    /// The selected items in canonical order, without staged files. A name that comes twice is a lie of the server's.
    private func sorted(
        _ items: [ListedItem], _ selection: (any Selection)?, _ walk: WalkDescription
    ) throws(EndpointError) -> [ListedItem] {
        var kept = items.filter { !StagedName.matches($0.path.name) }
        if let selection { kept.removeAll { !selection.takes($0) } }
        kept.sort { $0.canonicalOrder(to: $1) < 0 }
        for (left, right) in zip(kept, kept.dropFirst()) where left.path == right.path {
            throw failure(.protocolViolation, "the server lists '\(left.path)' twice", walk)
        }
        return kept
    }

    private func failure(_ code: EndpointError.Code, _ reason: String, _ walk: WalkDescription) -> EndpointError {
        EndpointError(code, .list, path: path, location: walk.source.location, reason: reason)
    }
}

/// A directory that was read, or why it could not be.
final class ReadDirectory: @unchecked Sendable {
    let path: RelativePath
    let parent: ReadDirectory?
    let failure: EndpointError?
    // Set while the directory is being read, by one thread, and never after that.
    var selection: (any Selection)?
    var realPath: [UInt8]?
    var items: [ListedItem] = []
    /// Reading the directories among the items, in their order.
    var subdirectories: [DirectoryJob] = []

    init(path: RelativePath, parent: ReadDirectory? = nil, failure: EndpointError? = nil) {
        self.path = path
        self.parent = parent
        self.failure = failure
    }

    /// Whether this directory, or one that it was reached through, really lies there.
    func isInside(_ realPath: [UInt8]?) -> Bool {
        var next: ReadDirectory? = self
        while let directory = next {
            if directory.realPath == realPath { return true }
            next = directory.parent
        }
        return false
    }
}

/// What all jobs of one walk share.
struct WalkDescription: Sendable {
    let source: any DirectorySource
    let request: ListingRequest
    /// The file system that `--one-file-system` stays on.
    let device: UInt64?

    func enters(_ directory: Entry) -> Bool {
        request.recursive && (!request.oneFileSystem || directory.version?.identity?.device == device)
    }
}

extension ListedItem {
    /// The entry, if it is a directory.
    var directory: Entry? {
        if case .entry(let entry) = self, entry.isDirectory { entry } else { nil }
    }

    /// Negative, zero or positive, as this item comes before, with or after `other` in canonical order.
    public func canonicalOrder(to other: ListedItem) -> Int {
        CanonicalOrder.compare(path, isDirectory: isBranch, other.path, isDirectory: other.isBranch)
    }

    /// Whether more paths may lie below this one.
    private var isBranch: Bool {
        switch self {
        case .entry(let entry): entry.isDirectory
        case .failure(_, _, let subtree): subtree
        }
    }
}
