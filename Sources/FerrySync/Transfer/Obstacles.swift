internal import FerryCore
internal import FerryEndpoints

/// Makes way for an entry of another kind: what a rename cannot replace has to be removed first.
struct Obstacles: Sendable {
    let context: RunContext
    let backups: Backups

    /// Removes what `present` is, if an entry of `kind` cannot take its place atomically. A dry run only tells.
    func clear(_ present: Entry?, for kind: EntryKind) throws(EndpointError) {
        guard let present, present.isDirectory != (kind == .directory) else { return }
        if present.isDirectory {
            try removeDirectory(present)
        } else if !context.isDryRun, try !backups.take(present) {
            try context.destination.remove(present.path, kind: present.kind)
        }
    }

    /// Throws when what is in the way must stay, so that nothing is sent in vain.
    func verifyRemovable(_ present: Entry?, for kind: EntryKind) throws(EndpointError) {
        guard let present, present.isDirectory, kind != .directory, !removesContent(of: present) else { return }
        if try context.destination.isEmptyDirectory(present.path) { return }
        throw EndpointError(.notEmpty, .remove, path: present.path, location: context.destination.location)
    }

    /// A directory with content goes only under `--force` or `--delete`, where the sources are known to have nothing in it.
    private func removesContent(of directory: Entry) -> Bool {
        let deletion = context.options.deletion
        return deletion.force || deletion.timing != nil && !context.hidden.concern(directory.path)
    }

    private func removeDirectory(_ directory: Entry) throws(EndpointError) {
        try verifyRemovable(directory, for: .file)
        try clearContent(of: directory)
        if !context.isDryRun { try context.destination.remove(directory.path, kind: .directory) }
    }

    /// Removes what is in a directory, where options permit that.
    func clearContent(of directory: Entry) throws(EndpointError) {
        guard removesContent(of: directory) else { return }
        try TreeRemoval(context: context, backups: backups).removeContent(of: directory.path)
    }
}
