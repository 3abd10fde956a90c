internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// What lists of directories say, each read once as long as its directory's files come one after another: of one that is
/// not there, too, that it says nothing. A directory may have several, so they are kept side by side. On one thread.
struct DirectoryLists {
    typealias Records = [RelativePath: Record]

    private struct List {
        let source: Int
        let path: RelativePath
        let records: Records
    }

    /// The one that was asked for last comes last.
    private var lists: [List] = []
    private let most: Int
    private let mostRecords: Int

    /// - Parameters:
    ///   - most: How many lists are kept.
    ///   - mostRecords: How many records those may have together; the last two lists are kept whatever they have.
    init(most: Int = 16, mostRecords: Int = 1 << 20) {
        self.most = most
        self.mostRecords = mostRecords
    }

    /// The records of a list of a source, read by `read` if they are not kept.
    mutating func records(
        of path: RelativePath, _ source: Int, read: () throws(EndpointError) -> Records
    ) throws(EndpointError) -> Records {
        let list: List
        if let index = lists.lastIndex(where: { $0.source == source && $0.path == path }) {
            if index == lists.count - 1 { return lists[index].records }
            list = lists.remove(at: index)
        } else {
            list = List(source: source, path: path, records: try read())
        }
        lists.append(list)
        shrink()
        return list.records
    }

    private mutating func shrink() {
        var count = lists.reduce(0) { $0 + $1.records.count }
        while lists.count > most || (lists.count > 2 && count > mostRecords) {
            count -= lists.removeFirst().records.count
        }
    }
}
