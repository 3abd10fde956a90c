internal import FerryEndpoints

/// Listed objects in the order of their keys, in three arrays rather than an object for each: many pages wait for whoever
/// lists.
struct KeyPage {
    private var keys = NameList()
    private var tags = NameList()
    private var sizes: [Int64] = []
    private(set) var count = 0

    init() {}

    /// Takes no more memory than it needs: arrays that grow take twice as much.
    init(_ objects: [ListingPage.Object]) {
        count = objects.count
        sizes = objects.map(\.size)
        keys.reserve(count, bytes: objects.reduce(0) { $0 + $1.key.count })
        tags.reserve(count, bytes: objects.reduce(0) { $0 + ($1.tag?.utf8.count ?? 0) })
        for object in objects {
            keys.append(object.key)
            tags.append((object.tag ?? "").utf8)
        }
    }

    subscript(index: Int) -> ListingPage.Object {
        let tag = tags[index]
        return ListingPage.Object(
            key: Array(keys[index]), size: sizes[index],
            tag: tag.isEmpty ? nil : String(decoding: tag, as: UTF8.self))
    }

    func key(_ index: Int) -> ArraySlice<UInt8> { keys[index] }

    var lastKey: [UInt8]? { count == 0 ? nil : Array(keys[count - 1]) }

    /// Leaves out what lies behind a key. Returns whether there was anything.
    mutating func cut(after end: [UInt8]) -> Bool {
        let all = count
        while count > 0, end.lexicographicallyPrecedes(keys[count - 1]) { count -= 1 }
        return count < all
    }
}
