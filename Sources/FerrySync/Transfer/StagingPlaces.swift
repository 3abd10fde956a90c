internal import FerryCore
internal import FerryEndpoints

/// Where files are before they have their names, where unfinished ones go, and the further trees that options name.
struct StagingPlaces: Sendable {
    let context: RunContext
    let placement: StageRequest.Placement
    let references: [any Endpoint]
    /// Where backups go when not beside the files.
    let backups: (any Endpoint)?
    /// The directories of the destination above the one that backups go to, if it lies there.
    let backupParents: Set<RelativePath>

    /// The directory, in each directory of the destination, where delayed updates wait for the end; rsync's name.
    static let delayedDirectory = Array(".~tmp~".utf8)

    init(context: RunContext) throws(EndpointError) {
        self.context = context
        let writing = context.options.writing
        let destination = context.destination
        var references: [any Endpoint] = []
        for tree in context.options.comparison.references {
            references.append(try destination.sibling(at: tree.path))
        }
        self.references = references
        let backups = writing.backup?.directory
        self.backups = try backups.map { directory throws(EndpointError) in try destination.sibling(at: directory) }
        backupParents = Self.parents(of: backups.flatMap { try? RelativePath(validating: $0) })
        switch writing.method {
        case .inPlace, .append: placement = .inPlace(keepsContent: true)
        case .staged:
            if let directory = writing.temporaryDirectory {
                placement = .directory(try destination.sibling(at: directory))
            } else {
                placement = .beside
            }
        }
    }

    /// As with rsync, a further tree that is not there is told, and no error. What a dry run would make cannot be told.
    func tellMissingReferences() {
        if context.isDryRun, !context.job.destinationIsThere { return }
        for (tree, place) in zip(context.options.comparison.references, references) {
            guard let found = try? place.entry(at: .root) as Entry?? else { continue }
            if found?.isDirectory == true { continue }
            let name = DisplayName.escaping(tree.path)
            context.tally.tell(
                Problem(.warning, .message("\(tree.use.option) '\(name)' is no directory that exists there")))
        }
    }

    /// Makes what lies above the directory for backups, which does not exist.
    func makeDirectoryAboveBackups() throws(EndpointError) {
        if let directory = context.options.writing.backup?.directory { try makeDirectory(above: directory) }
    }

    private func makeDirectory(above path: [UInt8]) throws(EndpointError) {
        let parent = path.directoryAbove
        guard !parent.isEmpty else {
            throw EndpointError(.notFound, .createDirectory, path: nil, location: context.destination.location)
        }
        let endpoint = try context.destination.sibling(at: parent)
        let permissions = 0o777 & ~context.options.metadata.umask
        do throws(EndpointError) {
            try endpoint.ensureDirectory(at: .root, permissions: permissions)
        } catch  where error.code == .notFound {
            try makeDirectory(above: parent)
            try endpoint.ensureDirectory(at: .root, permissions: permissions)
        }
    }

    private static func parents(of path: RelativePath?) -> Set<RelativePath> {
        Set(sequence(first: path) { $0?.parent }.dropFirst().compactMap { $0 })
    }

    /// The name to commit a file to. With delayed updates that is a waiting place, which is made when missing.
    func stagingPath(for action: Action) throws(EndpointError) -> RelativePath {
        guard context.options.writing.delaysUpdates, action.mayWait else { return action.path }
        let directory = (action.path.parent ?? .root).appending(name: Self.delayedDirectory)
        try context.destination.ensureDirectory(at: directory, permissions: 0o700)
        return directory.appending(name: action.path.name)
    }

    /// A run that was killed after its last update got its name leaves the directory where updates waited.
    func removeEmptyWaitingPlace(in directory: RelativePath) throws(EndpointError) {
        guard context.options.writing.delaysUpdates else { return }
        let place = directory.appending(name: Self.delayedDirectory)
        do throws(EndpointError) {
            do throws(EndpointError) {
                try context.destination.remove(place, kind: .directory)
            } catch  where error.code == .notEmpty {
                guard try Leftovers(context: context).remove(fromWaitingPlace: place) else { return }
                try context.destination.remove(place, kind: .directory)
            }
        } catch  where error.code == .notFound || error.code == .notEmpty {}
    }

    /// Gives a cut-off transfer up, keeping the `received` bytes where that was asked for. Nothing received is nothing
    /// to keep: least of all in place of an old file.
    ///
    /// - Parameter cause: Why; told by the caller, so that it is not told once more where it is why nothing can be kept.
    func abandon(_ staged: any StagedFile, of action: Action, received: Int64, because cause: EndpointError) {
        if received == 0 || staged.isLost { return staged.discard() }
        do throws(EndpointError) {
            // Without a backup of it, an old file does not make way for a part of the new one.
            let sparesOld = context.options.writing.keepsOldFile && action.destination != nil
            guard !sparesOld, let path = partialPath(of: action) else { return staged.discard() }
            if case .directory = context.options.writing.partial, let directory = path.parent {
                try context.destination.ensureDirectory(at: directory, permissions: 0o700)
            }
            try staged.keep(at: path)
        } catch {
            staged.discard()
            if error.code != cause.code { context.tally.fail(error) }
        }
    }

    /// What an earlier run kept of a file is of no use once the file is there, whole.
    func removePartial(of action: Action) throws(EndpointError) {
        guard case .directory(let name) = context.options.writing.partial else { return }
        let path = partialPath(of: action, in: name)
        do throws(EndpointError) {
            do throws(EndpointError) {
                try context.destination.remove(path, kind: .file)
            } catch  where error.code == .notFound && context.destination.capabilities.cheapLookups {
                // It may be what has its name now.
            }
            if let directory = path.parent { try context.destination.remove(directory, kind: .directory) }
        } catch  where error.code == .notFound || error.code == .notEmpty {
            // There was none, or the directory holds others.
        }
    }

    /// What an earlier run kept of a file under `--partial-dir`.
    func partial(of action: Action) throws(EndpointError) -> Entry? {
        guard case .directory(let name) = context.options.writing.partial else { return nil }
        return try context.destination.entry(at: partialPath(of: action, in: name))
    }

    /// The name that an unfinished file gets; nil where none is kept.
    func partialPath(of action: Action) -> RelativePath? {
        switch context.options.writing.partial {
        case .discard: nil
        case .keep: action.path
        case .directory(let name): partialPath(of: action, in: name)
        }
    }

    private func partialPath(of action: Action, in directory: RelativePath) -> RelativePath {
        (action.path.parent ?? .root).appending(directory).appending(name: action.path.name)
    }
}
