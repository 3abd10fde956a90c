internal import FerryCore
internal import FerryEndpoints

/// Makes a tree's entries of keys that come in byte order. Refuses, one by one, what cannot be a path.
struct KeyTree {
    private let directory: RelativePath
    private let location: String
    private var tree: EntryTree

    init(directory: RelativePath, selection: (any Selection)?, location: String) {
        self.directory = directory
        self.location = location
        tree = EntryTree(directory: directory, selection: selection)
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
        if isDirectory { return tree.add(Entry(path: path, kind: .directory), to: &items) }
        let entry = Entry(
            path: path, kind: .file, size: object.size, version: object.tag.map { .tag($0) },
            digest: object.tag.flatMap(EntityTag.digest))
        tree.add(entry, to: &items)
    }

    /// A key that cannot be a path has no place in the order of paths: its failure comes with the item before it.
    private func refusal(_ key: [UInt8], _ error: PathError) -> ListedItem {
        let failure = EndpointError(
            .nameNotAllowed, .list, path: directory, location: location,
            reason: "the key '\(DisplayName.escaping(key))' \(error.reason.complaint)")
        return .failure(failure, path: tree.last.path, subtree: tree.last.isDirectory)
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
