/// Which paths of one tree a list of files selects.
public struct FileSelection: Sendable {
    /// The part that a path has.
    public enum Role: Hashable, Sendable {
        /// Named in the list: filter rules apply, and its absence is an error.
        case named
        /// A directory that leads to a named path, or the root: no filter rule hides it.
        case implied
        /// Below a named directory whose content was asked for: filter rules apply.
        case content
    }

    private struct Name {
        let path: RelativePath
        var listsContent: Bool
    }

    /// Whether the root is a directory that names lead through, and not only where their paths begin.
    public let impliesRoot: Bool
    private let recursive: Bool
    /// In byte order of the paths, each once.
    private let names: [Name]

    init(_ entries: [FileListEntry], recursive: Bool) {
        self.recursive = recursive
        impliesRoot = entries.contains { $0.impliesRoot && $0.base.isRoot }
        var names: [Name] = []
        for entry in entries.sorted(by: { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }) {
            if let last = names.last, last.path == entry.path {
                names[names.count - 1].listsContent = last.listsContent || entry.listsContent
            } else {
                names.append(Name(path: entry.path, listsContent: entry.listsContent))
            }
        }
        self.names = names
    }

    /// The named paths, in byte order. The root is among them when all of the tree is asked for.
    public var namedPaths: some Sequence<RelativePath> { names.lazy.map(\.path) }

    /// Whether the root is one of them.
    public var namesRoot: Bool { index(of: .root) != nil }

    public var count: Int { names.count }

    /// The number of a named path among `namedPaths`.
    public func index(of path: RelativePath) -> Int? {
        let index = firstIndex(notBefore: path.bytes)
        return index < names.count && names[index].path == path ? index : nil
    }

    /// The part of a path in the transfer; nil when it takes none.
    public func role(of path: RelativePath) -> Role? {
        if find(path) != nil { return path.isRoot ? .implied : .named }
        if leadsToNames(path) { return .implied }
        return isContent(path) ? .content : nil
    }

    /// Whether a directory that takes part has to be listed: its content is asked for, or names lie below it.
    public func lists(_ directory: RelativePath) -> Bool {
        leadsToNames(directory) || listsContent(of: directory)
    }

    /// Whether all that is in a directory is asked for.
    public func listsContent(of directory: RelativePath) -> Bool {
        if let name = find(directory) { return recursive || name.listsContent }
        return recursive && isContent(directory)
    }

    /// The named paths below a directory, in byte order.
    public func namedPaths(below directory: RelativePath) -> some Sequence<RelativePath> {
        let prefix = directory.isRoot ? [] : directory.bytes + [RelativePath.separator]
        return names[firstIndex(notBefore: prefix)...].lazy.map(\.path).prefix { $0.bytes.starts(with: prefix) }
    }

    /// Whether a path is there because the content of a directory above was asked for.
    public func isContent(_ path: RelativePath) -> Bool {
        var above = path.parent
        if let parent = above, let name = find(parent), name.listsContent { return true }
        while recursive, let directory = above {
            if find(directory) != nil { return true }
            above = directory.parent
        }
        return false
    }

    /// Whether there are named paths below a directory.
    public func leadsToNames(_ directory: RelativePath) -> Bool {
        if directory.isRoot { return names.contains { !$0.path.isRoot } }
        let prefix = directory.bytes + [RelativePath.separator]
        let index = firstIndex(notBefore: prefix)
        return index < names.count && names[index].path.bytes.starts(with: prefix)
    }

    /// Whether a path means the directory there, even if a symlink leads to it: names lie below it, or a slash follows it.
    public func leadsInto(_ path: RelativePath) -> Bool {
        leadsToNames(path) || find(path)?.listsContent == true
    }

    private func find(_ path: RelativePath) -> Name? {
        index(of: path).map { names[$0] }
    }

    private func firstIndex(notBefore bytes: [UInt8]) -> Int {
        var range = names.startIndex..<names.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if names[middle].path.bytes.lexicographicallyPrecedes(bytes) {
                range = middle + 1..<range.upperBound
            } else {
                range = range.lowerBound..<middle
            }
        }
        return range.lowerBound
    }
}
