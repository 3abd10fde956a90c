internal import FerryCore
internal import FerryEndpoints

/// A batch of a listing: per item, how many bytes of the path it shares with the one before, the rest of the path, and
/// the entry or the failure.
struct ListingBatch {
    private var writer = WireWriter()
    private var previous: [UInt8] = []

    var count: Int { writer.bytes.count }
    var bytes: [UInt8] { writer.bytes }

    mutating func append(_ item: ListedItem) {
        switch item {
        case .entry(let entry):
            put(entry.path)
            writer.put(byte: 0)
            writer.put(propertiesOf: entry)
        case .failure(let error, let path, let subtree):
            put(path)
            writer.put(byte: subtree ? 2 : 1)
            writer.put(error)
        }
    }

    private mutating func put(_ path: RelativePath) {
        let shared = zip(previous, path.bytes).prefix { $0 == $1 }.count
        writer.put(UInt64(shared))
        writer.put(path.bytes[shared...])
        previous = path.bytes
    }

    static func items(_ content: ArraySlice<UInt8>, location: String) throws(ConnectionFailure) -> [ListedItem] {
        var reader = WireReader(content)
        var previous: ArraySlice<UInt8> = []
        var items: [ListedItem] = []
        while !reader.isAtEnd {
            let shared = try reader.number(as: Int.self)
            guard shared <= previous.count else { throw .violation("a listed path goes on from none") }
            previous = previous.prefix(shared) + (try reader.text())
            guard let path = try? RelativePath(validating: previous), !path.isRoot else {
                throw .violation("'\(DisplayName.escaping(Array(previous)))' is no path")
            }
            items.append(try item(&reader, path, location))
        }
        return items
    }

    private static func item(
        _ reader: inout WireReader, _ path: RelativePath, _ location: String
    ) throws(ConnectionFailure) -> ListedItem {
        let kind = try reader.byte()
        switch kind {
        case 0: return .entry(try reader.entry(at: path))
        case 1, 2: return .failure(try reader.error(location: location), path: path, subtree: kind == 2)
        default: throw .violation("a listed item of an unknown kind")
        }
    }
}
