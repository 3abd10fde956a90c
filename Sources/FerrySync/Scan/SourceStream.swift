internal import FerryCore
internal import FerryEndpoints

/// The items of one source in canonical order: the directories its name leads through, the named entry, what is below.
final class SourceStream {
    private let source: SyncSource
    private let number: Int
    private let options: SelectionOptions
    private let selection: any Selection
    private var heads: [ScanItem] = []
    private var nextHead = 0
    private var cursor: ListingCursor?
    private var isOpen = false
    private var hasListedSomething = false

    init(_ source: SyncSource, number: Int, options: SelectionOptions, selection: any Selection) {
        self.source = source
        self.number = number
        self.options = options
        self.selection = selection
    }

    /// No item of this stream comes before this path.
    var lowerBound: RelativePath { source.newName ?? firstPath }

    private var firstPath: RelativePath {
        if sendsImplied && source.impliesRoot { return .root }
        guard sendsImplied, let top = source.path.components.first else { return source.path }
        return RelativePath(unchecked: Array(top))
    }

    private var sendsImplied: Bool { source.sendsImpliedDirectories && options.sendsImpliedDirectories }

    func peek() throws(EndpointError) -> ScanItem? {
        if !isOpen { open() }
        if nextHead < heads.count { return heads[nextHead] }
        guard let listed = try cursor?.peek() else { return nil }
        return scanItem(listed)
    }

    /// Whether a directory of this name takes part in this source.
    func holdsDirectory(at path: RelativePath) throws(EndpointError) -> Bool {
        guard options.recursive, path.isInside(source.path), selection.includes(path, isDirectory: true) else {
            return false
        }
        return try source.endpoint.entry(at: path)?.isDirectory ?? false
    }

    func advance() {
        if nextHead < heads.count {
            nextHead += 1
        } else {
            cursor?.advance()
            hasListedSomething = true
        }
    }

    /// Whether the named directory turned out to hold nothing. To be asked at the stream's end.
    var isEmptyDirectory: Bool { cursor != nil && !hasListedSomething }

    private func scanItem(_ listed: ListedItem) -> ScanItem {
        switch listed {
        case .entry(let entry):
            .item(SourceItem(entry: entry, source: number, hasContent: entry.isDirectory && options.recursive))
        case .failure(let error, let path, let subtree):
            .failure(error, path: path, subtree: subtree)
        }
    }

    /// A source that cannot be looked at is a failure of its own: the others go on.
    private func open() {
        isOpen = true
        do throws(EndpointError) {
            try addNamed()
        } catch {
            heads.append(.failure(error, path: lowerBound, subtree: true))
        }
    }

    /// Looks the named entry up, and begins to list it when it is a directory whose content takes part.
    private func addNamed() throws(EndpointError) {
        if sendsImplied && source.impliesRoot { try addImplied(.root) }
        guard let named = try lookUp() else { return addMissing() }
        if sendsImplied { try addImpliedDirectories() }
        let isRoot = named.path.isRoot
        if !isRoot && !selection.includes(named.path, isDirectory: named.isDirectory) { return }
        let hasContent =
            named.isDirectory && (options.recursive || (options.directoriesOnly && (isRoot || source.hasTrailingSlash)))
        if named.isDirectory && !options.recursive && !options.directoriesOnly {
            return heads.append(.omitted(named, .notRecursive))
        }
        var item = SourceItem(entry: named, source: number, hasContent: hasContent)
        if let newName = source.newName {
            item.originalPath = named.path
            item.entry = named.at(newName)
        }
        heads.append(.item(item))
        guard hasContent else { return }
        let request = ListingRequest(
            directory: source.path, recursive: options.recursive, selection: try selection(inside: source.path),
            links: options.links.listingPolicy, oneFileSystem: options.oneFileSystem)
        cursor = ListingCursor(try source.endpoint.list(request), location: source.endpoint.location)
    }

    /// The selection for a listing that starts at `path`: the rules of the directories above it are entered first.
    private func selection(inside path: RelativePath) throws(EndpointError) -> any Selection {
        var selection = self.selection
        var directory = RelativePath.root
        for component in path.components {
            selection = try selection.entering(directory)
            directory = directory.appending(name: component)
        }
        return selection
    }

    private func addImpliedDirectories() throws(EndpointError) {
        var directory = RelativePath.root
        for component in source.path.components.dropLast() {
            directory = directory.appending(name: component)
            try addImplied(directory)
        }
    }

    private func addImplied(_ directory: RelativePath) throws(EndpointError) {
        guard let entry = try source.endpoint.entry(at: directory) else { return }
        heads.append(.item(SourceItem(entry: entry, source: number, isImplied: true)))
    }

    /// A symlink that is to be followed and leads nowhere counts as absent.
    private func lookUp() throws(EndpointError) -> Entry? {
        do throws(EndpointError) {
            return try source.endpoint.entry(at: source.path, links: options.links.listingPolicy)
        } catch  where error.code == .notFound {
            return nil
        }
    }

    private func addMissing() {
        guard options.missingSources == .error else { return }
        let error = EndpointError(.notFound, .look, path: source.path, location: source.endpoint.location)
        heads.append(.failure(error, path: source.path, subtree: false))
    }
}

extension LinkTreatment {
    /// The policy that a listing is asked for.
    var listingPolicy: ListingRequest.LinkPolicy {
        if followAll { return .followAll }
        if followUnsafe { return .followUnsafe }
        return followDirectories ? .followDirectories : .keep
    }
}
