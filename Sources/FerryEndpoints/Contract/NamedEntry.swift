public import FerryCore

/// An entry that the user named: the way to it may lead through symlinks to directories, as it does in a shell.
public struct NamedEntry: Sendable {
    public var entry: Entry
    /// Whether the way there leads through a symlink. What is inside is then to be listed by a policy that is `behindLink`.
    public var isBehindLink: Bool

    public init(_ entry: Entry, isBehindLink: Bool) {
        self.entry = entry
        self.isBehindLink = isBehindLink
    }
}

extension Endpoint {
    /// The entry at a path that the user named, as `links` presents it. Nil means absent.
    public func named(
        _ path: RelativePath, links: ListingRequest.LinkPolicy
    ) throws(EndpointError) -> NamedEntry? {
        if let entry = try entry(at: path, links: links) { return NamedEntry(entry, isBehindLink: false) }
        guard let parent = path.parent, !parent.isRoot, try lead(to: parent),
            let entry = try listed(path, links: links.behindLink)
        else { return nil }
        return NamedEntry(entry, isBehindLink: true)
    }

    /// Whether there is a directory that symlinks lead to, and nothing but symlinks and directories.
    private func lead(to path: RelativePath) throws(EndpointError) -> Bool {
        // Mostly it is the name alone that is missing.
        if try entry(at: path)?.isDirectory == true { return false }
        var directory = RelativePath.root
        var isBehindLink = false
        for component in path.components {
            directory = directory.appending(name: component)
            if !isBehindLink {
                guard let there = try entry(at: directory) else { return false }
                if there.isDirectory { continue }
                isBehindLink = true
            }
            guard try listed(directory, links: .followDirectories)?.isDirectory == true else { return false }
        }
        return isBehindLink
    }

    /// The entry at `path` as a listing of its directory has it.
    func listed(_ path: RelativePath, links: ListingRequest.LinkPolicy) throws(EndpointError) -> Entry? {
        let request = ListingRequest(
            directory: path.parent ?? .root, recursive: false, selection: OneName(path: path), links: links)
        switch try list(request).next()?.first {
        case .entry(let presented): return presented
        case .failure(let error, _, _): throw error
        case nil: return nil
        }
    }
}

/// Selects one name of a directory.
private struct OneName: Selection {
    let path: RelativePath

    func includes(_ path: RelativePath, isDirectory: Bool) -> Bool { path == self.path }
    func entering(_ directory: RelativePath) -> any Selection { self }
}
