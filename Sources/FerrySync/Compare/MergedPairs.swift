internal import FerryCore
internal import FerryEndpoints

/// Merges the sources with a listing of the destination: what only one side has is seen as such.
final class MergedPairs: PairStream {
    private let scan: SourceItems
    private let destination: any Endpoint
    private var links: KeptLinks
    private let request: ListingRequest
    /// Of the destination, and of directories behind symlinks, each in the one before it.
    private var listings: [ListingCursor] = []
    private var root: Entry?
    private var merge = TreeMerge()
    private var sourceHead: ScanItem?
    private var isSourceRead = false
    /// Directories of the destination that could not be listed: names in them are looked up one by one.
    private var unlisted: RelativePath?
    /// What the destination has under this name is unknown, so nothing is done there.
    private var unknown: RelativePath?

    /// `request` lists the destination's root; its selection leaves out what of the destination is of no interest.
    init(
        _ scan: SourceItems, destination: any Endpoint, request: ListingRequest, keepsLinks: Bool = false,
        deletingBelow base: [UInt8]? = nil
    ) throws(EndpointError) {
        self.scan = scan
        self.destination = destination
        self.request = request
        links = KeptLinks(destination: destination, areKept: keepsLinks, deletingBelow: base)
        root = try destination.entry(at: .root)
        if root?.isDirectory == true { try list(request) }
    }

    /// The destination is a directory that this run made: nothing is in it, and nobody needs to be asked.
    init(_ scan: SourceItems, newDestination destination: any Endpoint) {
        self.scan = scan
        self.destination = destination
        request = ListingRequest()
        links = KeptLinks(destination: destination, areKept: false)
        root = Entry(path: .root, kind: .directory)
    }

    private func list(_ request: ListingRequest) throws(EndpointError) {
        listings.append(ListingCursor(try destination.list(request), location: destination.location))
    }

    func next() throws(EndpointError) -> PairItem? {
        while true {
            let source = try peekSource()
            let present = try peekDestination()
            let key = least(source, present)
            if let pair = merge.settled(before: key) { return .pair(pair) }
            guard let key else { return nil }
            if let item = try take(key, source, present) { return item }
        }
    }

    private func peekSource() throws(EndpointError) -> ScanItem? {
        if !isSourceRead {
            sourceHead = try scan.next()
            isSourceRead = true
        }
        return sourceHead
    }

    private func peekDestination() throws(EndpointError) -> ListedItem? {
        if let root { return .entry(root) }
        while let listing = listings.last {
            if let item = try listing.peek() { return item }
            listings.removeLast()
        }
        return nil
    }

    private func advanceDestination() {
        if root != nil { root = nil } else { listings.last?.advance() }
    }

    private func least(_ source: ScanItem?, _ present: ListedItem?) -> TreeMerge.Key? {
        let left = source.map { TreeMerge.Key(path: $0.path, isDirectory: $0.isDirectory) }
        let right = present.map { TreeMerge.Key(path: $0.key.path, isDirectory: $0.key.isDirectory) }
        guard let left, let right else { return left ?? right }
        return order(left, right) <= 0 ? left : right
    }

    private func order(_ left: TreeMerge.Key, _ right: TreeMerge.Key) -> Int {
        CanonicalOrder.compare(left.path, isDirectory: left.isDirectory, right.path, isDirectory: right.isDirectory)
    }

    /// Takes what both sides have under the least key.
    private func take(
        _ key: TreeMerge.Key, _ source: ScanItem?, _ present: ListedItem?
    ) throws(EndpointError) -> PairItem? {
        var item: SourceItem?
        var entry: Entry?
        if let present, order(TreeMerge.Key(path: present.key.path, isDirectory: present.key.isDirectory), key) == 0 {
            advanceDestination()
            switch present {
            case .entry(let found): entry = found
            case .failure(let error, let path, let subtree): if let told = failed(error, path, subtree) { return told }
            }
        }
        if let source, order(TreeMerge.Key(path: source.path, isDirectory: source.isDirectory), key) == 0 {
            isSourceRead = false
            switch source {
            case .item(let found): item = found
            case .failure(let error, let path, let subtree):
                return .sourceFailure(error, path: path, subtree: subtree)
            case .omitted(let entry, let reason): return .omitted(entry, reason)
            case .absent(let path): return .absent(path)
            }
        }
        if let item, let unknown, item.entry.path.isInside(unknown) { return nil }
        if let item, entry == nil, mustLookUp(item) { return lookUp(item) }
        guard item != nil || entry != nil else { return nil }
        return try merge.take(item, entry).map(followed)
    }

    /// What lies in a directory behind a symlink comes next in both streams.
    private func followed(_ pair: Pair) throws(EndpointError) -> PairItem {
        guard let link = pair.destination, let directory = try links.directory(behind: link, for: pair.source) else {
            return .pair(pair)
        }
        if let refusal = links.refusal(of: link, to: directory) {
            unknown = link.path
            return .destinationFailure(refusal, path: link.path)
        }
        var request = request
        request.directory = directory.path
        try list(request)
        return .pair(Pair(source: pair.source, destination: directory))
    }

    /// What vanished while the destination was listed is absent; a directory that cannot be read is looked into by
    /// name, and its error is told.
    private func failed(_ error: EndpointError, _ path: RelativePath, _ subtree: Bool) -> PairItem? {
        if error.code == .notFound { return nil }
        // A name that no path has is in nobody's way.
        if error.code == .nameNotAllowed { return .destinationFailure(error, path: nil) }
        if subtree { unlisted = path } else { unknown = path }
        return .destinationFailure(error, path: path)
    }

    /// Whether that a name was not listed does not mean that it is absent: it may be there in other letters.
    private func mustLookUp(_ item: SourceItem) -> Bool {
        if !destination.capabilities.isCaseSensitive { return true }
        return unlisted.map { item.entry.path.isInside($0) } ?? false
    }

    private func lookUp(_ item: SourceItem) -> PairItem {
        do throws(EndpointError) {
            let named = try destination.entry(at: item.entry.path)
            let present = try links.directory(behind: named, for: item) ?? named
            return .pair(Pair(source: item, destination: present))
        } catch {
            return .destinationFailure(error, path: item.entry.path)
        }
    }
}
