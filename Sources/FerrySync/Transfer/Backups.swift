internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// `--backup`: gives old entries another name before they are replaced or deleted.
struct Backups: Sendable {
    let context: RunContext
    let places: StagingPlaces

    private var backup: WritingOptions.Backup? { context.options.writing.backup }

    /// Keeps a copy of what is about to be replaced. The old name stays where that is possible, so that there is no
    /// moment without the file. As with rsync, a file takes the place of what is none as if that were deleted: no backup
    /// is made of a backup.
    ///
    /// - Parameter losesName: Only its name goes to another file; nothing is written into it.
    func keep(
        _ entry: Entry, for replacement: EntryKind? = nil, losesName: Bool = false
    ) throws(EndpointError) {
        guard let backup, !entry.isDirectory else { return }
        if replacement == .file, entry.kind != .file, isBackup(entry, backup) { return }
        let target = try prepared(for: entry, backup)
        try keep(entry, as: target, losesName)
        tell(entry, keptAs: target, backup)
    }

    private func keep(_ entry: Entry, as target: RelativePath, _ losesName: Bool) throws(EndpointError) {
        if !losesName, context.writesInPlace(over: entry) {
            // What is written in place would change in a further name of the same file too.
            return try copy(entry, to: target, on: places.backups ?? context.destination)
        }
        if let links = (places.backups ?? context.destination).links, entry.kind == .file {
            do throws(EndpointError) {
                let origin = places.backups == nil ? nil : context.destination
                return try links.createHardLink(at: target, to: entry.path, on: origin)
            } catch  where error.code == .unsupported || error.code == .permissionDenied {
                // Linux lets nobody make a further name of what is another's (proc(5), protected_hardlinks).
            }
        }
        // A file stays until the new one takes its place: it may be what that is composed from.
        try move(entry, to: target, maybeStaying: entry.kind == .file)
    }

    var isOn: Bool { backup != nil }

    /// Moves what is about to be deleted. Returns false when it is a backup itself and has to go for good.
    func take(_ entry: Entry) throws(EndpointError) -> Bool {
        guard let backup, !entry.isDirectory else { return false }
        if isBackup(entry, backup) { return false }
        let target = try prepared(for: entry, backup)
        try move(entry, to: target)
        tell(entry, keptAs: target, backup)
        return true
    }

    private func tell(_ entry: Entry, keptAs target: RelativePath, _ backup: WritingOptions.Backup) {
        let directory = backup.directory.map { $0.withoutTrailingSlashes + [RelativePath.separator] } ?? []
        context.tally.tell(.backedUp(entry.path, as: directory + target.bytes))
    }

    /// Whether the name is one that backups get.
    private func isBackup(_ entry: Entry, _ backup: WritingOptions.Backup) -> Bool {
        backup.directory == nil && entry.path.name.suffix(backup.suffix.count).elementsEqual(backup.suffix)
    }

    /// - Parameter mayStay: Where it has to be copied, it is not removed.
    private func move(
        _ entry: Entry, to target: RelativePath, maybeStaying mayStay: Bool = false
    ) throws(EndpointError) {
        if let renaming = context.destination.renaming {
            do throws(EndpointError) {
                return try context.closed.changing(entry.path.parent) { () throws(EndpointError) in
                    try renaming.rename(entry.path, to: target, on: places.backups)
                }
            } catch  where error.code == .unsupported {}
        }
        try copy(entry, to: target, on: places.backups ?? context.destination)
        if mayStay { return }
        try context.closed.changing(entry.path.parent) { () throws(EndpointError) in
            try context.destination.remove(entry.path, kind: entry.kind)
        }
    }

    /// The last resort, between file systems. As with rsync, a copy keeps of the old file what copies of the sources'
    /// files keep.
    private func copy(_ entry: Entry, to target: RelativePath, on holder: any Endpoint) throws(EndpointError) {
        let kept = context.options.metadata
        let metadata = Metadata(
            modified: kept.times ? entry.modified : nil, accessed: kept.accessTimes ? entry.accessed : nil,
            permissions: entry.permissions,
            user: kept.owner ? entry.owner?.user : nil, group: kept.group ? entry.owner?.group : nil)
        if entry.kind == .file {
            let reader = try context.destination.read(entry, range: nil)
            let staged = try holder.stage(StageRequest(path: target, size: entry.size))
            do throws(EndpointError) {
                let length = try FileCopy(context: context).copy(entry, from: reader, to: staged)
                _ = try staged.commit(metadata: metadata, length: length)
            } catch {
                staged.discard()
                throw error
            }
        } else {
            _ = try holder.create(entry, at: target, metadata: metadata)
        }
    }

    /// The backup's name, the directories above it made.
    private func prepared(
        for entry: Entry, _ backup: WritingOptions.Backup
    ) throws(EndpointError) -> RelativePath {
        let target = entry.path.renamed(to: Array(entry.path.name) + backup.suffix)
        guard let holder = places.backups else { return target }
        try makeDirectories(above: target, on: holder)
        return target
    }

    private func makeDirectories(above path: RelativePath, on holder: any Endpoint) throws(EndpointError) {
        guard let parent = path.parent else { return try places.makeDirectoryAboveBackups() }
        do throws(EndpointError) {
            try makeDirectory(parent, on: holder)
        } catch  where error.code == .notFound {
            try makeDirectories(above: parent, on: holder)
            try makeDirectory(parent, on: holder)
        }
    }

    /// Who may give files away may do all else.
    private var isSuperUser: Bool { context.destination.capabilities.metadataKept.contains(.user) }

    /// As open, or as closed, as the directory whose content goes there, but not to its owner.
    private func makeDirectory(_ path: RelativePath, on holder: any Endpoint) throws(EndpointError) {
        let original = path.isRoot ? nil : try context.destination.entry(at: path)
        let permissions = original?.permissions ?? 0o777 & ~context.options.metadata.umask
        let metadata = Metadata(
            permissions: isSuperUser ? permissions : permissions | ClosedDirectories.access,
            user: original?.owner?.user, group: original?.owner?.group)
        do throws(EndpointError) {
            try holder.createDirectory(at: path, metadata: metadata)
            if path.isRoot { context.hasMadeBackupDirectory.store(true, ordering: .relaxed) }
        } catch  where error.code == .alreadyExists {
            // By an earlier backup, or run.
        }
    }
}
