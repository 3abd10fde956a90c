internal import FerryCore
internal import FerryEndpoints

/// Decides what becomes of entries that only the destination has.
struct ExtraneousEntries {
    let context: RunContext
    let descent: Descent
    let deleter: Deleter
    let overlap: Overlap
    let checkFiles: CheckFileProtection?
    /// The destination's, where `--one-file-system` spares all others, as far as it is known.
    private let device: UInt64?

    init(
        context: RunContext, descent: Descent, deleter: Deleter, overlap: Overlap, checkFiles: CheckFileProtection?
    ) {
        self.context = context
        self.descent = descent
        self.deleter = deleter
        self.overlap = overlap
        self.checkFiles = checkFiles
        let isLimited = context.options.selection.oneFileSystem && context.options.deletion.timing != nil
        let root = isLimited ? try? context.destination.entry(at: .root) : nil
        device = root?.version?.identity?.device
    }

    /// Deletes the entry where the sources say that it is extraneous and no rule protects it. A companion of a file that
    /// stays is none.
    func handle(_ entry: Entry, isCompanion: Bool) {
        descent.leave(for: entry.path)
        let top = descent.top
        guard top.node.path == entry.path.parent, top.node.deletesExtraneous else { return }
        if overlap.isSource(entry) {
            context.tally.tell(Problem(.error, .message(overlap.sourceInDestination(entry.path))))
            return top.node.keepSomething()
        }
        if isCompanion || isOurs(entry) || isElsewhere(entry) || isProtected(entry, in: top)
            || checkFiles?.protects(entry, where: { isProtected($0, in: top) }) == true
        {
            return top.node.keepSomething()
        }
        if entry.isDirectory {
            descent.enter(entry.path, .extraneous, action: nil)
        } else {
            deleter.delete(entry, in: top.node)
        }
    }

    private func isElsewhere(_ entry: Entry) -> Bool {
        guard let device, let identity = entry.version?.identity else { return false }
        return identity.device != device
    }

    private func isOurs(_ entry: Entry) -> Bool {
        guard !context.job.protected.isEmpty, let identity = context.destination.identity(of: entry) else {
            return false
        }
        return context.job.protected.contains(identity)
    }

    private func isProtected(_ entry: Entry, in frame: Descent.Frame) -> Bool {
        let parentIsDeleted = if case .extraneous = frame.node.role { true } else { false }
        return frame.protection?.excludes(
            entry.path, isDirectory: entry.isDirectory, parentIsDeleted: parentIsDeleted,
            telling: context.tellingOfRules) ?? false
    }
}

extension DirectoryNode {
    /// Whether entries that the sources have not are deleted here.
    fileprivate var deletesExtraneous: Bool {
        switch role {
        case .synced(let hasContent): hasContent
        case .extraneous: true
        case .absent: false
        }
    }
}
