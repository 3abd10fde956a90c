internal import CSystem
internal import FerryCore
internal import FerryEndpoints
internal import Glibc

/// The two steps of a listing, which any thread may take: reading a directory's names, and looking at some of them.
struct Scanner: Sendable {
    let tree: Tree
    let location: String
    let request: ListingRequest
    /// The file system of the listed directory, once it is known.
    var device: UInt64?

    /// Opens the directory that is to be listed, and reads its names.
    func scanRoot() throws(EndpointError) -> ScannedDirectory {
        let path = request.directory
        let directory = try listing(path) { () throws(Errno) in
            let place =
                try request.links == .keep ? tree.directory(path) : tree.directoryFollowingLinks(path)
            return try place.directory(.itself, flags: Directory.listing)
        }
        return try scan(directory, path, selection: request.selection?.entering(path), parent: nil)
    }

    func shouldEnter(_ directory: Entry) -> Bool {
        request.recursive && (!request.oneFileSystem || directory.version?.identity?.device == device)
    }

    /// Reads the names of a listed directory.
    func scan(_ entry: Entry, in parent: ScannedDirectory) throws(EndpointError) -> ScannedDirectory {
        let path = entry.path
        let followed = request.links.followsAny
        if followed, parent.isInside(entry.version?.identity) {
            throw EndpointError(
                .unsupported, .list, path: path, location: location,
                reason: "a symbolic link leads to a directory above it")
        }
        let flags = followed ? Directory.listing : Directory.listing | O_NOFOLLOW
        let directory = try listing(path) { () throws(Errno) in
            try parent.open(in: tree).directory(Name(path.name), flags: flags)
        }
        return try scan(directory, path, selection: parent.selection?.entering(path), parent: parent)
    }

    private func scan(
        _ directory: Directory, _ path: RelativePath, selection: (any Selection)?, parent: ScannedDirectory?
    ) throws(EndpointError) -> ScannedDirectory {
        let names = NameTable()
        let identity = try listing(path) { () throws(Errno) in
            try DirectoryEntries().read(directory) { (name, hint) throws(Errno) in
                if StagedName.matches(name) { return }
                names.append(name, isDirectory: try isDirectory(name, hint, at: path, in: directory))
            }
            return try directory.descriptor.status().identity
        }
        guard names.finish() else {
            throw EndpointError(
                .protocolViolation, .list, path: path, location: location, reason: "the listing is out of order")
        }
        return ScannedDirectory(
            directory, path: path, identity: identity, names: names, selection: selection, parent: parent)
    }

    /// How a name sorts. Only what the directory does not say, and links that may be followed, are looked at for it.
    private func isDirectory(
        _ name: UnsafeBufferPointer<UInt8>, _ hint: DirectoryEntries.Hint, at path: RelativePath,
        in directory: Directory
    ) throws(Errno) -> Bool {
        guard hint == .unknown || hint == .symlink && request.links.followsAny else { return hint == .directory }
        let presented = try PresentedStatus.of(
            Name(name), at: path.appending(name: name), in: directory, request.links)
        return presented?.isDirectory ?? false
    }

    /// Looks at one slice of a directory's names.
    func items(of scanned: ScannedDirectory, slice: Int) -> [ListedItem] {
        let directory = Result { () throws(Errno) in try scanned.open(in: tree) }
        let looks = looks(at: scanned.slice(slice), of: scanned, in: directory)
        var leftOut = screened(looks, of: scanned).makeIterator()
        var items = [ListedItem]()
        items.reserveCapacity(looks.count)
        for look in looks {
            if look.isFile, leftOut.next() == true { continue }
            let name = scanned.name(of: look.record)
            let path = look.path ?? scanned.path(of: name)
            if let attributes = look.attributes {
                items.append(.entry(Entry(path: path, attributes: attributes)))
            } else {
                let item = item(Name(name), path, look.record, directory)
                if case .failure = item, scanned.selection?.takes(item) == false { continue }
                items.append(item)
            }
        }
        return items
    }

    /// A selected name, and what one call told of it.
    private struct Look {
        let record: NameTable.Record
        /// Made where a selection asked for it.
        let path: RelativePath?
        /// Nil for what is not simply there: see `item`.
        let attributes: Attributes?

        var isFile: Bool { attributes?.kind == .file }
    }

    private func looks(
        at records: ArraySlice<NameTable.Record>, of scanned: ScannedDirectory, in directory: Result<Directory, Errno>
    ) -> [Look] {
        var looks = [Look]()
        looks.reserveCapacity(records.count)
        var raw = stat()
        for record in records {
            let name = scanned.name(of: record)
            var path: RelativePath?
            if let selection = scanned.selection {
                path = scanned.path(of: name)
                if !selection.includes(path!, isDirectory: record.isDirectory) { continue }
            }
            var attributes: Attributes?
            if case .success(let open) = directory, open.look(at: name, &raw),
                raw.st_mode & S_IFMT != S_IFLNK, record.isDirectory == (raw.st_mode & S_IFMT == S_IFDIR)
            {
                attributes = FileStatus(raw).attributes
            }
            looks.append(Look(record: record, path: path, attributes: attributes))
        }
        return looks
    }

    /// Which files need not be handed over; empty when all are.
    private func screened(_ looks: [Look], of scanned: ScannedDirectory) -> [Bool] {
        guard let screen = request.screen else { return [] }
        var files = FileBatch(directory: scanned.path)
        for look in looks {
            if let attributes = look.attributes, look.isFile { files.append(scanned.name(of: look.record), attributes) }
        }
        return files.count == 0 ? [] : screen.leavesOut(files)
    }

    /// The item of a name that is not simply there: a symlink, or one that is gone, or changed, or cannot be looked at.
    private func item(
        _ name: Name, _ path: RelativePath, _ record: NameTable.Record, _ directory: Result<Directory, Errno>
    ) -> ListedItem {
        do throws(Errno) {
            guard let presented = try PresentedStatus.of(name, at: path, in: directory.get(), request.links) else {
                throw Errno(ENOENT)
            }
            guard let entry = presented.entry(at: path) else {
                return failure(.unsupported, path, "the symbolic link leads nowhere", subtree: false)
            }
            if entry.isDirectory == record.isDirectory { return .entry(entry) }
            return failure(.changedDuringTransfer, path, "it changed its kind meanwhile", subtree: true)
        } catch {
            let subtree = record.isDirectory && error.rawValue != ENOENT
            return .failure(error.during(.look, path, at: location), path: path, subtree: subtree)
        }
    }

    private func failure(
        _ code: EndpointError.Code, _ path: RelativePath, _ reason: String, subtree: Bool
    ) -> ListedItem {
        let error = EndpointError(code, .look, path: path, location: location, reason: reason)
        return .failure(error, path: path, subtree: subtree)
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
