internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// A depth-first walk in canonical order: each directory's names are read and sorted at once, and looked at one by one
/// when their turn comes. Memory is bounded by the depth and the widest directory.
///
/// Used by one thread at a time.
final class Walk {
    private let tree: Tree
    private let location: String
    private let request: ListingRequest
    private let entries = DirectoryEntries()
    private var frames = [WalkFrame]()
    private var order = OrderCheck()

    /// How many directories are kept open; those above are opened again on the way back.
    private static let openFrames = 64

    /// Opens the directory that is to be listed.
    init(_ request: ListingRequest, tree: Tree, location: String) throws(EndpointError) {
        self.request = request
        self.tree = tree
        self.location = location
        let directory: Directory
        do throws(Errno) {
            let place =
                try request.links == .keep
                ? tree.directory(request.directory) : tree.directoryFollowingLinks(request.directory)
            directory = try place.directory(.itself, flags: Directory.listing)
        } catch {
            throw error.during(.list, request.directory, at: location)
        }
        let selection = try request.selection?.entering(request.directory)
        try enter(directory, path: request.directory, selection: selection)
    }

    /// Up to `count` further items; nil at the end.
    func next(_ count: Int) throws(EndpointError) -> [ListedItem]? {
        var items = [ListedItem]()
        items.reserveCapacity(count)
        while items.count < count, let index = frames.indices.last {
            if frames[index].next == frames[index].names.records.count {
                frames.removeLast()
            } else {
                let record = frames[index].names.records[frames[index].next]
                frames[index].next += 1
                try appendItems(for: record, to: &items)
            }
        }
        return items.isEmpty ? nil : items
    }

    /// One name: its entry, or what goes wrong with it. A directory is entered.
    private func appendItems(for record: NameTable.Record, to items: inout [ListedItem]) throws(EndpointError) {
        let frame = frames[frames.count - 1]
        let name = UnsafeBufferPointer(start: frame.names.name(of: record), count: Int(record.length))
        let path = frame.path(of: name)
        if let selection = frame.selection, !selection.includes(path, isDirectory: record.isDirectory) { return }
        guard order.accepts(path, isDirectory: record.isDirectory) else {
            throw EndpointError(
                .protocolViolation, .list, path: path, location: location, reason: "the listing is out of order")
        }
        let item = look(at: Name(name), path, expectDirectory: record.isDirectory)
        items.append(item)
        guard case .entry(let entry) = item, entry.isDirectory, shouldEnter(entry) else { return }
        if let failure = descend(into: Name(name), entry) { items.append(failure) }
    }

    private func look(at name: Name, _ path: RelativePath, expectDirectory: Bool) -> ListedItem {
        let directory: Directory
        let presented: PresentedStatus?
        do {
            directory = try openDirectory(frames.count - 1)
            presented = try PresentedStatus.of(name, at: path, in: directory, request.links)
        } catch {
            return .failure(error.during(.look, path, at: location), path: path, subtree: expectDirectory)
        }
        guard let presented else {
            return .failure(Errno(ENOENT).during(.look, path, at: location), path: path, subtree: false)
        }
        guard let entry = presented.entry(at: path) else {
            let error = EndpointError(
                .notFound, .look, path: path, location: location, reason: "the symbolic link leads nowhere")
            return .failure(error, path: path, subtree: false)
        }
        guard entry.isDirectory == expectDirectory else {
            let error = EndpointError(
                .changedDuringTransfer, .look, path: path, location: location, reason: "it changed its kind meanwhile")
            return .failure(error, path: path, subtree: true)
        }
        return .entry(entry)
    }

    private func shouldEnter(_ directory: Entry) -> Bool {
        guard request.recursive else { return false }
        return !request.oneFileSystem || directory.version?.identity?.device == frames[0].identity.device
    }

    /// Returns the failure that stands for a directory's content when it cannot be listed.
    private func descend(into name: Name, _ entry: Entry) -> ListedItem? {
        let path = entry.path
        do throws(EndpointError) {
            let followed = request.links != .keep
            if followed, frames.contains(where: { $0.identity == entry.version?.identity }) {
                throw EndpointError(
                    .unsupported, .list, path: path, location: location,
                    reason: "a symbolic link leads to a directory above it")
            }
            let flags = followed ? Directory.listing : Directory.listing | O_NOFOLLOW
            let directory = try listing(path) { () throws(Errno) in
                try openDirectory(frames.count - 1).directory(name, flags: flags)
            }
            try enter(directory, path: path, selection: frames.last?.selection?.entering(path))
            return nil
        } catch {
            return .failure(error, path: path, subtree: true)
        }
    }

    /// Reads and sorts the names of a directory, which becomes the innermost one.
    private func enter(
        _ directory: Directory, path: RelativePath, selection: (any Selection)?
    ) throws(EndpointError) {
        let names = NameTable()
        let policy = request.links
        let identity = try listing(path) { () throws(Errno) in
            try entries.read(directory) { (name, hint) throws(Errno) in
                if StagedName.matches(name) { return }
                var isDirectory = hint == .directory
                if hint == .unknown || hint == .symlink && policy != .keep {
                    let presented = try PresentedStatus.of(
                        Name(name), at: path.appending(name: name), in: directory, policy)
                    isDirectory = presented?.isDirectory ?? false
                }
                names.append(name, isDirectory: isDirectory)
            }
            return try directory.descriptor.status().identity
        }
        names.finish()
        if frames.count >= Self.openFrames { frames[frames.count - Self.openFrames].directory = nil }
        frames.append(
            WalkFrame(path: path, names: names, selection: selection, identity: identity, directory: directory))
    }

    /// The descriptor of a frame, opened again where it was given up; it must still be the same directory.
    private func openDirectory(_ index: Int) throws(Errno) -> Directory {
        if let directory = frames[index].directory { return directory }
        let directory = try tree.directory(frames[index].path, identity: frames[index].identity)
        frames[index].directory = directory
        return directory
    }

    private func listing<Result>(
        _ path: RelativePath, _ body: () throws(Errno) -> Result
    ) throws(EndpointError) -> Result {
        do {
            return try body()
        } catch {
            throw error.during(.list, path, at: location)
        }
    }
}
