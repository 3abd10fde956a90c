internal import FerryCore

/// A place in a listing: before, at or behind the entry of a key. The failure of a directory comes behind its entry.
struct ListingPosition: Comparable {
    let path: RelativePath
    let isDirectory: Bool
    private let rank: Int

    /// Behind a directory and all that lies below it, before whatever may follow: `0` is the byte after the slash.
    init(after directory: RelativePath) {
        path = RelativePath(unchecked: directory.bytes + [RelativePath.separator + 1])
        isDirectory = false
        rank = -1
    }

    init(_ item: ListedItem) {
        switch item {
        case .entry(let entry): (path, isDirectory, rank) = (entry.path, entry.isDirectory, 0)
        case .failure(_, let path, let subtree): (self.path, isDirectory, rank) = (path, subtree, 1)
        }
    }

    static func < (left: ListingPosition, right: ListingPosition) -> Bool {
        let order = CanonicalOrder.compare(
            left.path, isDirectory: left.isDirectory, right.path, isDirectory: right.isDirectory)
        return order != 0 ? order < 0 : left.rank < right.rank
    }
}
