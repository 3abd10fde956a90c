/// One line of a list of files: what is copied, and from where its path counts.
public struct FileListEntry: Hashable, Sendable {
    /// The directory, below that of the list, where paths of the transfer start: what stands before `/./`.
    public let base: RelativePath
    /// The path of the transfer, below the base; the root when the base's content is asked for.
    public let path: RelativePath
    /// Whether a directory's content is asked for too: by a slash at the end, `.` or `..`.
    public let listsContent: Bool
    /// Whether the root takes part itself, though not its content: names that start with `./` say so.
    public let impliesRoot: Bool

    /// Reads a name as rsync does (rsync(1), `--files-from` and `--relative`): leading slashes are dropped, and `..`
    /// takes back the component before it and never leads out.
    ///
    /// - Parameter keepsPath: `--relative`, the default with a list of files: the whole name is the path of the
    ///   transfer, or what follows its first `/./`. Otherwise its last component is.
    init(_ name: ArraySlice<UInt8>, keepsPath: Bool) {
        let written = name.split(separator: RelativePath.separator).map { Array($0) }
        let endsInSlash = name.suffix(1).elementsEqual([RelativePath.separator]) || written.last == Self.parent
        listsContent = endsInSlash || written.last == Self.dot
        impliesRoot = keepsPath && written.count > 1 && written[0] == Self.dot
        if keepsPath {
            (base, path) = Self.splitAtMarker(Self.resolve(written), endsInSlash: endsInSlash)
        } else {
            let components = Self.resolve(written.filter { $0 != Self.dot })
            base = Self.join(listsContent ? components : components.dropLast())
            path = Self.join(listsContent ? [] : components.suffix(1))
        }
    }

    private static let dot = Array(".".utf8)
    private static let parent = Array("..".utf8)

    /// Takes back what stands before each `..`; a `.` counts as a component there.
    private static func resolve(_ written: [[UInt8]]) -> [[UInt8]] {
        written.reduce(into: []) { components, component in
            if component == parent { _ = components.popLast() } else { components.append(component) }
        }
    }

    private static func splitAtMarker(_ components: [[UInt8]], endsInSlash: Bool) -> (RelativePath, RelativePath) {
        let marker = components.indices.dropFirst().first { index in
            components[index] == dot && (endsInSlash || index + 1 < components.count)
        }
        return (join(components.prefix(marker ?? 0)), join(components.dropFirst(marker ?? 0)))
    }

    private static func join(_ components: some Sequence<[UInt8]>) -> RelativePath {
        let names = components.filter { $0 != dot }
        return RelativePath(unchecked: Array(names.joined(separator: [RelativePath.separator])))
    }
}
