internal import FerryCore
internal import FerryEndpoints

/// Makes a tree's entries of keys that come in byte order: directories before what is in them. Leaves out what a
/// selection leaves out, and refuses, one by one, what cannot be a path.
struct KeyTree {
    private let directory: RelativePath
    private let location: String
    /// What was told last: a refusal takes its place in the order.
    private var last: (path: RelativePath, isDirectory: Bool)
    /// The directories that the last key lies in, from the listed one down.
    private var open: [Level]

    private struct Level {
        let path: RelativePath
        let selection: (any Selection)?
        /// Nothing below it takes part.
        var isExcluded = false
    }

    init(directory: RelativePath, selection: (any Selection)?, location: String) {
        self.directory = directory
        self.location = location
        open = [Level(path: directory, selection: selection)]
        last = (directory, !directory.isRoot)
    }

    /// - Parameter key: Relative to the listed directory, not empty. One that ends in a slash stands for a directory.
    mutating func add(_ key: [UInt8], _ object: ListingPage.Object, to items: inout [ListedItem]) {
        let isDirectory = key.last == RelativePath.separator
        let path: RelativePath
        do throws(PathError) {
            path = directory.appending(try RelativePath(validating: isDirectory ? key.dropLast() : key[...]))
        } catch {
            items.append(refusal(key, error))
            return
        }
        let parent = isDirectory ? path : path.parent ?? .root
        guard enter(parent, to: &items), !isDirectory else { return }
        guard open[open.count - 1].selection?.includes(path, isDirectory: false) ?? true else { return }
        last = (path, false)
        items.append(
            .entry(
                Entry(
                    path: path, kind: .file, size: object.size, version: object.tag.map { .tag($0) },
                    digest: object.tag.flatMap(EntityTag.digest))))
    }

    /// Opens the directories down to `path`; returns whether what is in it takes part.
    private mutating func enter(_ path: RelativePath, to items: inout [ListedItem]) -> Bool {
        while !path.isInside(open[open.count - 1].path) { open.removeLast() }
        while open[open.count - 1].path != path {
            let above = open[open.count - 1]
            let start = above.path.isRoot ? 0 : above.path.bytes.count + 1
            let end = path.bytes[start...].firstIndex(of: RelativePath.separator) ?? path.bytes.count
            open(RelativePath(unchecked: Array(path.bytes[..<end])), below: above, to: &items)
        }
        return !open[open.count - 1].isExcluded
    }

    private mutating func open(_ path: RelativePath, below above: Level, to items: inout [ListedItem]) {
        var level = Level(path: path, selection: nil, isExcluded: above.isExcluded)
        if !level.isExcluded, let selection = above.selection {
            level.isExcluded = !selection.includes(path, isDirectory: true)
        }
        if !level.isExcluded {
            last = (path, true)
            items.append(.entry(Entry(path: path, kind: .directory)))
            do throws(EndpointError) {
                level = Level(path: path, selection: try above.selection?.entering(path))
            } catch {
                items.append(.failure(error, path: path, subtree: true))
                level.isExcluded = true
            }
        }
        open.append(level)
    }

    /// A key that cannot be a path has no place in the order of paths: its failure comes with the item before it.
    private func refusal(_ key: [UInt8], _ error: PathError) -> ListedItem {
        let failure = EndpointError(
            .nameNotAllowed, .list, path: directory, location: location,
            reason: "the key '\(DisplayName.escaping(key))' \(error.reason.complaint)")
        return .failure(failure, path: last.path, subtree: last.isDirectory)
    }
}

extension PathError.Reason {
    /// What is wrong with a key as a path.
    fileprivate var complaint: String {
        switch self {
        case .absolute: "begins with a slash"
        case .emptyComponent: "has two slashes in a row"
        case .dots: "has a '.' or '..' between slashes"
        case .nul: "contains a NUL byte"
        }
    }
}
