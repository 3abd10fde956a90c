internal import FerryCore
internal import FerryEndpoints

/// The items of one source in canonical order: the directories its name leads through, the named entry, what is below.
final class SourceStream {
    let source: SyncSource
    let number: Int
    let options: SelectionOptions
    let selection: any Selection
    private let screen: (any ListingScreen)?
    var heads: [ScanItem] = []
    private var nextHead = 0
    var listings = MergedListings()
    private var isOpen = false
    private var hasListedSomething = false
    /// With a list of files, until it has come to its end.
    var listed: ListedNames?
    /// The file system of the directory that is listed, as far as it is known.
    var device: UInt64?
    /// Whether the listings' item is known to take part.
    private var isAccepted = false

    init(
        _ source: SyncSource, number: Int, options: SelectionOptions, selection: any Selection,
        screen: (any ListingScreen)?
    ) {
        self.source = source
        self.number = number
        self.options = options
        self.selection = selection
        self.screen = screen
    }

    /// No item of this stream comes before this path.
    var lowerBound: RelativePath { source.newName ?? firstPath }

    private var firstPath: RelativePath {
        if sendsImpliedRoot { return .root }
        guard sendsImplied, let top = source.path.components.first else { return source.path }
        return RelativePath(unchecked: Array(top))
    }

    var sendsImplied: Bool { source.sendsImpliedDirectories && options.sendsImpliedDirectories }

    private var sendsImpliedRoot: Bool { source.impliesRoot && rootTakesPart }

    /// Whether `./name` names the root, too: rules know it by that dot.
    var rootTakesPart: Bool {
        sendsImplied && selection.includes(RelativePath(unchecked: [UInt8(ascii: ".")]), isDirectory: true)
    }

    func peek() throws(EndpointError) -> ScanItem? {
        if !isOpen { open() }
        while true {
            if nextHead < heads.count { return heads[nextHead] }
            guard let item = try listings.peek() else {
                guard listed != nil else { return nil }
                endList()
                continue
            }
            if !isAccepted { isAccepted = isLeftOut(item) ? false : try takesPart(item) }
            if isAccepted {
                if !isPruned(item) { hasListedSomething = true }
                return scanItem(item)
            }
            listings.advance()
        }
    }

    private func listsContent(around path: RelativePath) -> Bool {
        if options.recursive { return path.isInside(source.path) }
        guard options.directoriesOnly else { return false }
        if path == source.path { return true }
        guard source.path.isRoot || source.hasTrailingSlash else { return false }
        return path.isEntry(of: source.path)
    }

    /// Whether a path means the directory there, even if a symlink leads to it: names lead through it.
    private func leads(through path: RelativePath) -> Bool {
        if let files = source.files { return files.leadsInto(path) }
        return sendsImplied && !path.isRoot && path != source.path && source.path.isInside(path)
    }

    /// Whether a directory of this name takes part in this source.
    func holdsDirectory(at path: RelativePath) throws(EndpointError) -> Bool {
        if let files = source.files {
            if !ListedSelection(files: files, rules: selection).includes(path, isDirectory: true) { return false }
        } else if !leads(through: path) {
            if !listsContent(around: path) || !selection.includes(path, isDirectory: true) { return false }
        }
        do throws(EndpointError) {
            if path == source.path { return try lookUp()?.entry.isDirectory ?? false }
            let links = leads(through: path) ? .followDirectories : options.links.listingPolicy
            return try source.endpoint.named(path, links: links)?.entry.isDirectory ?? false
        } catch  where error.code == .unsupported {
            // A symlink that is to be followed and leads nowhere.
            return false
        }
    }

    func advance() {
        if nextHead < heads.count {
            nextHead += 1
        } else {
            listings.advance()
            isAccepted = false
        }
    }

    /// Whether the named directory turned out to hold nothing. To be asked at the stream's end.
    var isEmptyDirectory: Bool { !listings.isEmpty && source.files == nil && !hasListedSomething }

    private func scanItem(_ listed: ListedItem) -> ScanItem {
        switch listed {
        case .entry(let entry) where isOmitted(entry): .omitted(entry, .notRecursive)
        case .entry(let entry): .item(item(entry))
        case .failure(let error, let path, let subtree):
            .failure(error, path: path, subtree: subtree)
        }
    }

    /// A list of files may name a directory where directories take no part.
    private func isOmitted(_ entry: Entry) -> Bool {
        entry.isDirectory && !options.recursive && !options.directoriesOnly
            && source.files?.role(of: entry.path) == .named
    }

    func item(_ entry: Entry) -> SourceItem {
        let isImplied = source.files.map { merelyLeads(entry, $0) } ?? false
        let hasContent = source.files.map { !isHidden(entry, $0) && $0.listsContent(of: entry.path) }
        return SourceItem(
            entry: entry, source: number,
            hasContent: entry.isDirectory && !isMountPoint(entry) && (hasContent ?? options.recursive),
            isImplied: isImplied)
    }

    /// With `--one-file-system`: what is in it takes no part, and nothing tells what of it is extraneous.
    private func isMountPoint(_ entry: Entry) -> Bool {
        guard options.oneFileSystem, entry.isDirectory, let device, let identity = entry.version?.identity else {
            return false
        }
        return identity.device != device
    }

    /// With `--prune-empty-dirs`, directories alone are nothing.
    private func isPruned(_ item: ListedItem) -> Bool {
        guard options.prunesEmptyDirectories, case .entry(let entry) = item else { return false }
        return entry.isDirectory
    }

    private func isLeftOut(_ item: ListedItem) -> Bool {
        guard options.omitsMountPoints, case .entry(let entry) = item else { return false }
        return isMountPoint(entry)
    }

    /// Whether a directory is here only because names of a list lie below it.
    func merelyLeads(_ entry: Entry, _ files: FileSelection) -> Bool {
        files.role(of: entry.path) == .implied || isHidden(entry, files)
    }

    /// Whether a list of files names a directory that a rule leaves out.
    private func isHidden(_ entry: Entry, _ files: FileSelection) -> Bool {
        entry.isDirectory && files.role(of: entry.path) == .named
            && !selection.includes(entry.path, isDirectory: true)
    }

    /// A source that cannot be looked at is a failure of its own: the others go on, unless their server lets nobody in.
    private func open() {
        isOpen = true
        do throws(EndpointError) {
            if let files = source.files { try openList(files) } else { try addNamed() }
        } catch {
            heads.append(.failure(error.ofFirstRequest, path: lowerBound, subtree: true))
        }
    }

    // MARK: Named entries

    /// Looks the named entry up, and begins to list it when it is a directory whose content takes part.
    private func addNamed() throws(EndpointError) {
        if sendsImpliedRoot && !source.path.isRoot { try addImpliedRoot() }
        guard let (named, isBehindLink) = try lookUp().map({ ($0.entry, $0.isBehindLink) }) else {
            if options.missingSources == .delete { try addImpliedDirectories() }
            return addMissing(source.path)
        }
        let isRoot = named.path.isRoot
        // A file would take the place of all that is at the destination.
        if isRoot && !named.isDirectory {
            throw EndpointError(
                .notFound, .look, path: named.path, location: source.endpoint.location, reason: "not a directory")
        }
        if !isRoot && !selection.includes(named.path, isDirectory: named.isDirectory) { return }
        let hasContent =
            named.isDirectory && (options.recursive || (options.directoriesOnly && (isRoot || source.hasTrailingSlash)))
        if named.isDirectory && !options.recursive && !options.directoriesOnly {
            return heads = [.omitted(named, .notRecursive)]
        }
        try addImpliedDirectories()
        let rules = try selection.inside(source.path)
        if !isRoot && !rules.includes(named.path, isDirectory: named.isDirectory) { return }
        var item = SourceItem(entry: named, source: number, hasContent: hasContent)
        if let newName = source.newName {
            item.originalPath = named.path
            item.entry = named.at(newName)
        }
        heads.append(.item(item))
        guard hasContent else { return }
        device = named.version?.identity?.device
        try list(
            ListingRequest(
                directory: source.path, recursive: options.recursive, selection: rules,
                screen: screen), isBehindLink: isBehindLink)
    }

    /// Begins to list, as the options say.
    func list(_ request: ListingRequest, isBehindLink: Bool = false) throws(EndpointError) {
        let listing = try source.endpoint.list(completed(request, isBehindLink: isBehindLink))
        listings.add(ListingCursor(listing, location: source.endpoint.location))
    }

    func completed(_ request: ListingRequest, isBehindLink: Bool) -> ListingRequest {
        var request = request
        request.links = isBehindLink ? options.links.listingPolicy.behindLink : options.links.listingPolicy
        request.oneFileSystem = options.oneFileSystem
        request.refusesNamesakes = options.refusesNamesakes
        return request
    }

    /// The directories below the root that lead to a name that takes part, or is to be deleted.
    private func addImpliedDirectories() throws(EndpointError) {
        guard sendsImplied else { return }
        var directory = RelativePath.root
        for component in source.path.components.dropLast() {
            directory = directory.appending(name: component)
            try addImplied(directory)
        }
    }

    /// As with rsync, which tells of the root as of one that is named, and so leaves it out where directories take no part.
    private func addImpliedRoot() throws(EndpointError) {
        if options.recursive || options.directoriesOnly { return try addImplied(.root) }
        guard let root = try source.endpoint.entry(at: .root) else { return }
        heads.append(.omitted(root, .notRecursive))
    }

    private func addImplied(_ directory: RelativePath) throws(EndpointError) {
        guard let named = try source.endpoint.named(directory, links: .followDirectories) else { return }
        heads.append(.item(SourceItem(entry: named.entry, source: number, isImplied: true)))
    }

    /// A symlink that is to be followed and leads nowhere counts as absent. One with a slash behind its name means the
    /// directory that it leads to.
    private func lookUp() throws(EndpointError) -> NamedEntry? {
        do throws(EndpointError) {
            let named = try source.endpoint.named(source.path, links: options.links.listingPolicy)
            guard named?.entry.kind == .symlink, source.hasTrailingSlash,
                let aim = try source.endpoint.named(source.path, links: .followDirectories), aim.entry.isDirectory
            else { return named }
            return NamedEntry(aim.entry, isBehindLink: true)
        } catch  where error.code == .notFound && error.reason == error.code.reason {
            return nil
        }
    }

    func addMissing(_ path: RelativePath) {
        switch options.missingSources {
        case .error: break
        case .ignore: return
        case .delete: return heads.append(.absent(path))
        }
        let error = EndpointError(.notFound, .look, path: path, location: source.endpoint.location)
        heads.append(.failure(error, path: path, subtree: false))
    }
}
