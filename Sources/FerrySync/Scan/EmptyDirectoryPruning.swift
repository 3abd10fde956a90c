internal import FerryCore
internal import FerryEndpoints

/// `-m`: holds a directory back until something that is not a directory is found below it. As with rsync, the root stays.
struct EmptyDirectoryPruning {
    private var held: [ScanItem] = []

    /// The items that may go on now that `item` was found: it, preceded by the directories that lead to it.
    mutating func release(_ item: ScanItem) -> [ScanItem] {
        while let last = held.last, !item.path.isInside(last.path) { held.removeLast() }
        if case .item(let found) = item, found.entry.isDirectory, !item.path.isRoot {
            held.append(item)
            return []
        }
        defer { held.removeAll(keepingCapacity: true) }
        return held + [item]
    }
}
