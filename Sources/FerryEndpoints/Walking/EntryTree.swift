public import FerryCore

/// Makes the items of a listing of entries that come in canonical order from a flat source: directories that nobody named
/// come before what is in them, and what a selection leaves out is left out.
public struct EntryTree {
    /// What was handed over last, or the listed directory.
    public private(set) var last: (path: RelativePath, isDirectory: Bool)
    /// The directories that the last entry lies in, from the listed one down.
    private var open: [Level]

    private struct Level {
        let path: RelativePath
        let selection: (any Selection)?
        /// Nothing below it takes part.
        var isExcluded = false
    }

    /// - Parameter selection: The one that rules inside the listed directory.
    public init(directory: RelativePath, selection: (any Selection)?) {
        open = [Level(path: directory, selection: selection)]
        last = (directory, !directory.isRoot)
    }

    /// - Parameter entry: Below the listed directory. A directory that is known already is nothing new.
    public mutating func add(_ entry: Entry, to items: inout [ListedItem]) {
        enter(entry.isDirectory ? entry.path : entry.path.parent ?? .root, of: entry, to: &items)
        let level = open[open.count - 1]
        guard !entry.isDirectory, !level.isExcluded else { return }
        guard level.selection?.includes(entry.path, isDirectory: false) ?? true else { return }
        last = (entry.path, false)
        items.append(.entry(entry))
    }

    /// Something below the listed directory that could not be looked at.
    public mutating func add(_ failure: EndpointError, at path: RelativePath, to items: inout [ListedItem]) {
        var found: [ListedItem] = []
        add(Entry(path: path, kind: .file), to: &found)
        let isExcluded = last.path != path
        items += isExcluded ? found[...] : found.dropLast()
        if !isExcluded { items.append(.failure(failure, path: path, subtree: false)) }
    }

    /// Opens the directories down to `path`.
    private mutating func enter(_ path: RelativePath, of entry: Entry, to items: inout [ListedItem]) {
        while !path.isInside(open[open.count - 1].path) { open.removeLast() }
        while open[open.count - 1].path != path {
            let above = open[open.count - 1]
            let start = above.path.isRoot ? 0 : above.path.bytes.count + 1
            let end = path.bytes[start...].firstIndex(of: RelativePath.separator) ?? path.bytes.count
            let isEntry = entry.isDirectory && end == entry.path.bytes.count
            let next = RelativePath(unchecked: Array(path.bytes[..<end]))
            open(isEntry ? entry : Entry(path: next, kind: .directory), below: above, to: &items)
        }
    }

    private mutating func open(_ directory: Entry, below above: Level, to items: inout [ListedItem]) {
        let path = directory.path
        var level = Level(path: path, selection: nil, isExcluded: above.isExcluded)
        if !level.isExcluded, let selection = above.selection {
            level.isExcluded = !selection.includes(path, isDirectory: true)
        }
        if !level.isExcluded {
            last = (path, true)
            items.append(.entry(directory))
            do throws(EndpointError) {
                level = Level(path: path, selection: try above.selection?.entering(path))
            } catch {
                items.append(.failure(error, path: path, subtree: true))
                level.isExcluded = true
            }
        }
        open.append(level)
    }
}
