internal import FerryCore
internal import FerryEndpoints

/// Makes a tree's entries of keys that come in byte order. Refuses, one by one, what cannot be a path.
struct KeyTree {
    private let directory: RelativePath
    private let location: String
    private let refusesNamesakes: Bool
    private var tree: EntryTree
    /// The keys of objects that further keys may begin with, each beginning with the one before.
    private var above: [[UInt8]] = []

    /// - Parameter refusesNamesakes: As in `ListingRequest`.
    init(directory: RelativePath, selection: (any Selection)?, location: String, refusesNamesakes: Bool) {
        self.refusesNamesakes = refusesNamesakes
        self.directory = directory
        self.location = location
        tree = EntryTree(directory: directory, selection: selection)
    }

    /// - Parameter key: Relative to the listed directory, not empty. One that ends in a slash stands for a directory.
    mutating func add(_ key: [UInt8], _ object: ListingPage.Object, to items: inout [ListedItem]) {
        if refusesNamesakes, let namesake = objectAbove(key) {
            let hidden = EndpointError.Hidden.path(directory.appending(name: namesake))
            let complaint = "lies below '\(DisplayName.escaping(namesake))', which is an object, too"
            items.append(refusal(key, complaint, hiding: hidden))
            return
        }
        let isDirectory = key.last == RelativePath.separator
        let path: RelativePath
        do throws(PathError) {
            path = directory.appending(try RelativePath(validating: isDirectory ? key.dropLast() : key[...]))
        } catch {
            let hidden = RefusedKey.lookalike(of: key, in: directory)
            items.append(refusal(key, error.reason.complaint, hiding: hidden))
            return
        }
        if isDirectory {
            tree.add(Entry(path: path, kind: .directory), to: &items)
            if object.size > 0 { items.append(refusal(key, "names a directory, and has content", hiding: .nothing)) }
            return
        }
        let entry = Entry(
            path: path, kind: .file, size: object.size, version: object.tag.map { .tag($0) },
            digest: object.tag.flatMap(EntityTag.digest))
        tree.add(entry, to: &items)
        if refusesNamesakes { above.append(key) }
    }

    /// The object whose name a key has for a directory: no path leads to both. Between the two there are only keys that begin
    /// with the object's.
    private mutating func objectAbove(_ key: [UInt8]) -> [UInt8]? {
        while let last = above.last, !key.starts(with: last) { above.removeLast() }
        return above.first { $0.count < key.count && key[$0.count] == RelativePath.separator }
    }

    /// A key that cannot be a path has no place in the order of paths: its failure comes with the item before it.
    private func refusal(_ key: [UInt8], _ complaint: String, hiding hidden: EndpointError.Hidden) -> ListedItem {
        let failure = RefusedKey.failure(key, complaint, in: directory, at: location, hiding: hidden)
        return .failure(failure, path: tree.last.path, subtree: tree.last.isDirectory)
    }
}
