internal import FerryCore
internal import FerryEndpoints

/// Makes and readies the destination's directories, before anything goes into them.
struct DirectoryMaking: Sendable {
    let context: RunContext
    let obstacles: Obstacles
    let places: StagingPlaces

    /// Makes a directory that stays writable for us until it is finished. `parent` is where it appears. `isThere`: the run
    /// made it before anything was compared. Returns the action that ends with the permissions it has to have.
    func make(_ action: Action, in parent: DirectoryNode, isThere: Bool = false) throws(EndpointError) -> Action {
        guard !context.isDryRun else { return action }
        if !isThere { try create(action, in: parent) }
        var action = action
        if !context.options.metadata.permissions, let bits = action.metadata.permissions {
            action.metadata.permissions = bits | (try context.destination.inheritedBits(of: action.path))
        }
        return action
    }

    private func create(_ action: Action, in parent: DirectoryNode) throws(EndpointError) {
        try obstacles.clear(action.destination, for: .directory)
        if !action.path.isRoot { parent.touch() }
        let first = Self.firstMetadata(of: action)
        let destination = context.destination
        do throws(EndpointError) {
            if context.options.metadata.permissions {
                try destination.createDirectory(at: action.path, metadata: first)
            } else {
                try destination.createDirectory(at: action.path, inheriting: first.permissions ?? 0o777)
            }
        } catch  where error.code == .alreadyExists {
            // It came between, as where several runs make one tree.
            if action.path.isRoot { return }
            guard try isListed(action.path) else { throw error }
        }
    }

    /// Whether there is a directory of exactly this name: where case or composition tells no two names apart, another one of
    /// the source's may have it.
    private func isListed(_ path: RelativePath) throws(EndpointError) -> Bool {
        let request = ListingRequest(directory: path.parent ?? .root, recursive: false)
        let listing = try context.destination.list(request)
        defer { listing.cancel() }
        while let items = try listing.next() {
            for case .entry(let entry) in items where entry.path == path { return entry.isDirectory }
        }
        return false
    }

    /// What a directory has until it is finished: we must be able to write in it.
    static func firstMetadata(of action: Action) -> Metadata {
        Metadata(permissions: (action.metadata.permissions ?? 0o777) | 0o700)
    }

    /// Whether killed runs may have left something in an existing directory: they have moved its time.
    private func mayHoldLeftovers(_ action: Action) -> Bool {
        !context.planner.wanted.keepsTime(of: .directory)
            || action.destination?.modified != action.item.entry.modified
    }

    /// Readies an existing directory: without the right to write, nothing in it can be brought up to date; and files
    /// that a killed run left behind have moved its time. Returns the action that ends with the permissions it has to
    /// have.
    /// - Parameter clearLater: Called where it may hold such files that can be removed while others are written.
    func open(_ action: Action, clearLater: () -> Void) throws(EndpointError) -> Action {
        guard !context.isDryRun, let present = action.destination else { return action }
        if mayHoldLeftovers(action) {
            let leftovers = Leftovers(context: context)
            if leftovers.areClearedInGroups { clearLater() } else { try leftovers.remove(from: action.path) }
            try places.removeEmptyWaitingPlace(in: action.path)
        }
        closeBackups(of: action)
        let bits = present.permissions ?? 0o700
        let wanted = action.metadata.permissions ?? bits
        // Whether new files get the directory's group depends on this bit.
        let changesInheritance = (wanted ^ bits) & 0o2000 != 0
        guard changesInheritance || bits & 0o700 != 0o700 && !context.destination.capabilities.isSuperuser else {
            return action
        }
        let first = Metadata(permissions: (changesInheritance ? wanted : bits) | 0o700)
        _ = try context.destination.apply(first, to: action.path, kind: .directory)
        var action = action
        action.metadata.permissions = action.metadata.permissions ?? bits
        return action
    }

    /// As with rsync, directories made for backups are as open, or as closed, as the directory is to be: it gets that before
    /// anything of it is kept. What fails here fails again, and is told, when the directory is finished.
    private func closeBackups(of action: Action) {
        let wanted = action.metadata
        guard context.options.writing.backup?.directory != nil,
            wanted.permissions != nil || wanted.user != nil || wanted.group != nil
        else { return }
        let mustOpen = !context.destination.capabilities.isSuperuser
        let metadata = Metadata(
            permissions: wanted.permissions.map { mustOpen ? $0 | 0o700 : $0 }, user: wanted.user, group: wanted.group)
        _ = try? context.destination.apply(metadata, to: action.path, kind: .directory)
    }

    /// A directory that no source stands for, with the usual permissions.
    func makePlain(_ path: RelativePath) throws(EndpointError) {
        guard !context.isDryRun else { return }
        try context.destination.ensureDirectory(at: path, permissions: 0o777 & ~context.options.metadata.umask)
    }
}
