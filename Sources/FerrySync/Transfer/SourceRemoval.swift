internal import FerryCore
internal import FerryEndpoints

/// `--remove-source-files`: removes what is at the destination now.
struct SourceRemoval: Sendable {
    let context: RunContext
    let remaining: RemainingSources

    /// Where confirmation is asked for, a file that was not read back just now is compared by content first.
    ///
    /// - Parameter committed: What the file was given its name as; nil where nothing was sent.
    func remove(
        _ action: Action, committedAs committed: Entry?, comparing content: ItemComparison
    ) throws(EndpointError) {
        let origin = context.origin(of: action.item)
        if let committed { try requireThere(committed, of: action, comparing: content) }
        if context.options.writing.confirmsBeforeRemoval, action.kind != .create, action.kind != .update,
            action.item.entry.kind == .file, let present = action.destination
        {
            try requireSame(action, present, comparing: content)
        }
        let path = origin.entry.path
        let links = context.options.selection.links.listingPolicy
        guard let now = try origin.endpoint.entry(at: path, links: links) else {
            // Gone is as good as removed.
            return remaining.add(path, of: action.item.source)
        }
        guard now.isUnchanged(since: origin.entry) else {
            throw EndpointError(.changedDuringTransfer, .remove, path: path, location: origin.endpoint.location)
        }
        try requireAnother(origin.endpoint.identity(of: now), at: action.path)
        try origin.endpoint.remove(path, kind: origin.entry.kind)
        context.tally.tell(.removedSource(action.path))
    }

    /// The content was proven under another name: that a server says that it gave the file its own is no proof of that. A
    /// file of this machine was renamed by the kernel.
    private func requireThere(
        _ committed: Entry, of action: Action, comparing content: ItemComparison
    ) throws(EndpointError) {
        if context.destination.capabilities.cheapReads { return }
        guard let present = try context.destination.entry(at: committed.path), present.kind == committed.kind,
            present.size == committed.size
        else { throw notThere(action) }
        let isKnown = present.modified != nil && present.modified == committed.modified
        if context.options.writing.confirmsBeforeRemoval, !isKnown {
            try requireSame(action, present, comparing: content)
        }
    }

    private func requireSame(
        _ action: Action, _ present: Entry, comparing content: ItemComparison
    ) throws(EndpointError) {
        guard try content.compare(action.item, present).isEqual else { throw notThere(action) }
    }

    private func notThere(_ action: Action) -> EndpointError {
        let origin = context.origin(of: action.item)
        return EndpointError(
            .corrupted, .remove, path: origin.entry.path, location: origin.endpoint.location,
            reason: "the destination's content is not the same")
    }

    /// Where source and destination are one file, removing the source would lose it.
    private func requireAnother(_ source: PlacedIdentity?, at path: RelativePath) throws(EndpointError) {
        // Elsewhere no question need be asked.
        guard let source, source.space == context.destination.identitySpace else { return }
        if context.destination.identity(of: try context.destination.entry(at: path)) == source {
            throw EndpointError(
                .unsupported, .remove, path: path, location: context.destination.location,
                reason: "source and destination are the same file")
        }
    }
}

extension Entry {
    /// Whether the content is that of `earlier`. The change time does not count: removing another name of a
    /// hard-linked file moves it.
    fileprivate func isUnchanged(since earlier: Entry) -> Bool {
        guard kind == earlier.kind, size == earlier.size else { return false }
        // A listing that tells tags only leaves the time to this look.
        if earlier.modified == nil, case .tag? = earlier.version { return version == earlier.version }
        guard modified == earlier.modified else { return false }
        if let identity = version?.identity { return identity == earlier.version?.identity }
        return version == earlier.version
    }
}
