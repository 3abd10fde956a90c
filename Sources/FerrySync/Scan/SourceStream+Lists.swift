internal import FerryCore
internal import FerryEndpoints

/// Of a list of files.
extension SourceStream {
    /// Lists the root as far as the list of files leads.
    func openList(_ files: FileSelection) throws(EndpointError) {
        guard let root = try listedRoot() else { return addMissing(source.path) }
        device = root.version?.identity?.device
        if files.namesRoot || (files.impliesRoot && rootTakesPart) { heads.append(.item(item(root))) }
        let rules = ListedSelection(files: files, rules: selection)
        try list(ListingRequest(selection: rules))
        listed = ListedNames(files)
    }

    /// Where names are all that anybody sees, it is taken for a directory.
    private func listedRoot() throws(EndpointError) -> Entry? {
        let isHidden = source.endpoint.capabilities.hidesDirectories
        var root: Entry?
        do throws(EndpointError) {
            root = try source.endpoint.entry(at: .root)
        } catch  where isHidden && [.permissionDenied, .unsupported, .protocolViolation].contains(error.code) {}
        if root?.isDirectory == true { return root }
        // Where what is missing is to be deleted, it must be certain that it is this place that lacks it.
        return isHidden && options.missingSources != .delete ? Entry(path: .root, kind: .directory) : nil
    }

    /// With a list of files, directories that merely lead to names need not take part, and that one cannot be read which
    /// nobody asked for matters to nobody.
    func takesPart(_ item: ListedItem) throws(EndpointError) -> Bool {
        guard let files = source.files else { return true }
        listed?.note(item)
        switch item {
        case .entry(let link) where link.kind == .symlink && files.leadsInto(link.path):
            if try follow(link) { return false }
            return files.role(of: link.path) != .implied
        case .entry(let entry):
            if !merelyLeads(entry, files) || files.isContent(entry.path) { return true }
            guard sendsImplied, let listed else { return false }
            if options.missingSources == .delete { return true }
            return try listed.leadsSomewhere(entry.path, on: source.endpoint, rules: selection)
        case .failure(_, let path, let subtree): return !subtree || files.lists(path)
        }
    }

    /// Names that lead through a symlink mean the directory that it leads to, which comes in its place. False where there is
    /// none.
    private func follow(_ link: Entry) throws(EndpointError) -> Bool {
        guard let files = source.files,
            let directory = try source.endpoint.named(link.path, links: .followDirectories)?.entry,
            directory.isDirectory
        else { return false }
        let request = ListingRequest(
            directory: link.path,
            selection: try ListedSelection(files: files, rules: selection).inside(link.path, entersRoot: true))
        let listing = LinkedDirectoryListing(directory, on: source.endpoint, completed(request, isBehindLink: true))
        listings.add(ListingCursor(listing, location: source.endpoint.location))
        return true
    }

    /// Tells of the names that do not exist.
    func endList() {
        for (path, failure) in listed?.missing(on: source.endpoint, rules: selection) ?? [] {
            if let failure {
                heads.append(.failure(failure, path: path, subtree: false))
            } else {
                addMissing(path)
            }
        }
        listed = nil
    }
}
