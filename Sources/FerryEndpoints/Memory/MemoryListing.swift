internal import FerryCore

/// Walks the store directory by directory, a page at a time.
final class MemoryListing: Listing {
    private let endpoint: MemoryEndpoint
    private let request: ListingRequest
    private var frames: [Frame] = []

    /// A directory that was entered.
    private struct Frame {
        /// Where it really is, as a path of the store.
        let place: RelativePath
        let selection: (any Selection)?
        /// What is left of it, the next one last.
        var items: [Item]
    }

    /// An entry and where it really is, which differs below followed symlinks.
    struct Item: Sendable {
        let listed: ListedItem
        let place: RelativePath

        var entry: Entry? {
            if case .entry(let entry) = listed { entry } else { nil }
        }
    }

    init(_ request: ListingRequest, of endpoint: MemoryEndpoint) throws(EndpointError) {
        self.endpoint = endpoint
        self.request = request
        let place = endpoint.base.appending(request.directory)
        let selection = try request.selection?.entering(request.directory)
        let links = request.links
        let real = try endpoint.call(.list, request.directory) { (tree) throws(MemoryFailure) in
            let real = links == .keep ? place : try tree.follow(place.bytes, from: .root)
            if let real, try tree.findDirectory(real) != nil { return real }
            if tree.options.capabilities.directories == .simulated { return place }
            throw MemoryFailure.absent
        }
        try enter(real, as: request.directory, selection)
    }

    var continues: Bool { true }

    func next() throws(EndpointError) -> [ListedItem]? {
        endpoint.store.wait()
        var page: [ListedItem] = []
        while page.count < endpoint.store.options.pageSize, let item = takeItem() {
            page.append(item.listed)
            if request.recursive, let entry = item.entry, entry.isDirectory {
                if let failure = descend(into: entry.path, item.place) { page.append(failure) }
            }
        }
        return page.isEmpty ? nil : page
    }

    func cancel() {
        frames = []
    }

    private func takeItem() -> Item? {
        while let last = frames.indices.last {
            if let item = frames[last].items.popLast() { return item }
            frames.removeLast()
        }
        return nil
    }

    /// Puts a directory's content in front; returns the failure that stands for it when that is not possible.
    private func descend(into path: RelativePath, _ place: RelativePath) -> ListedItem? {
        do throws(EndpointError) {
            if frames.contains(where: { $0.place == place }) {
                throw EndpointError(
                    .unsupported, .list, path: path, location: endpoint.location,
                    reason: "a symbolic link leads to a directory above it")
            }
            try enter(place, as: path, try frames.last?.selection?.entering(path))
            return nil
        } catch {
            return .failure(error, path: path, subtree: true)
        }
    }

    private func enter(
        _ place: RelativePath, as path: RelativePath, _ selection: (any Selection)?
    ) throws(EndpointError) {
        let (links, base) = (request.links, endpoint.location)
        var items = try endpoint.call(.list, path) { (tree) throws(MemoryFailure) in
            try tree.items(of: place, as: path, links, location: base)
        }
        if let selection { items.removeAll { !selection.takes($0.listed) } }
        if let screen = request.screen { Self.removeScreened(from: &items, in: path, by: screen) }
        frames.append(Frame(place: place, selection: selection, items: items))
    }

    /// `items` are in reverse canonical order, and a screen is asked in canonical order.
    private static func removeScreened(
        from items: inout [Item], in directory: RelativePath, by screen: any ListingScreen
    ) {
        let files = items.indices.reversed().filter { index in
            guard let entry = items[index].entry else { return false }
            return entry.kind == .file && (entry.version == nil || entry.attributes.inode != nil)
        }
        var batch = FileBatch(directory: directory)
        for index in files {
            let entry = items[index].entry!
            batch.append(entry.path.name, entry.attributes)
        }
        for (index, isLeftOut) in zip(files, screen.leavesOut(batch)) where isLeftOut { items.remove(at: index) }
    }
}

extension MemoryTree {
    /// What a directory contains, in reverse canonical order. A directory that vanished meanwhile is empty.
    fileprivate func items(
        of place: RelativePath, as path: RelativePath, _ links: ListingRequest.LinkPolicy, location: String
    ) throws(MemoryFailure) -> [MemoryListing.Item] {
        guard let inode = try findDirectory(place) else { return [] }
        var items: [(item: MemoryListing.Item, path: RelativePath, isDirectory: Bool)] = []
        for child in self[inode]!.children.values {
            let childPath = path.appending(name: child.name)
            let item = item(child.inode, at: place.appending(name: child.name), as: childPath, links, location)
            items.append((item, childPath, item.entry?.isDirectory ?? false))
        }
        items.sort {
            CanonicalOrder.compare($0.path, isDirectory: $0.isDirectory, $1.path, isDirectory: $1.isDirectory) > 0
        }
        return items.map(\.item)
    }

    /// One name of a directory, as the policy for symlinks presents it.
    private func item(
        _ inode: UInt64, at place: RelativePath, as path: RelativePath, _ links: ListingRequest.LinkPolicy,
        _ location: String
    ) -> MemoryListing.Item {
        let itself = MemoryListing.Item(listed: .entry(entry(inode, at: path)), place: place)
        guard let target = self[inode]!.linkTarget, links.followsAny else { return itself }
        if links == .followUnsafe, !LinkTarget.leavesTree(target, from: path) { return itself }
        do throws(MemoryFailure) {
            guard let real = try follow(place.bytes, from: .root), let found = try find(real) else {
                throw MemoryFailure.absent
            }
            if links == .followDirectories, !self[found]!.kind.isDirectory { return itself }
            return MemoryListing.Item(listed: .entry(entry(found, at: path)), place: real)
        } catch {
            if links == .followDirectories { return itself }
            let failure = EndpointError(
                .unsupported, .look, path: path, location: location, reason: "the symbolic link leads nowhere")
            return MemoryListing.Item(listed: .failure(failure, path: path, subtree: false), place: place)
        }
    }
}
