internal import FerryCore
internal import FerryEndpoints
internal import Synchronization

/// The files that an unfinished copy left in a bag's payload. Used by several threads.
final class PresentPayload: Sendable {
    private let files: Mutex<[RelativePath: Entry]>

    /// Of a bag that nothing was copied into.
    init() { files = Mutex([:]) }

    /// Throws `BagCreation.Refusal.isForeign` for what cannot be of a copy of this tree: the tree has no file of that name
    /// and size.
    init(_ payload: any Endpoint, of tree: any Endpoint) throws {
        var files: [RelativePath: Entry] = [:]
        let listing = try payload.list(ListingRequest())
        defer { listing.cancel() }
        while let items = try listing.next() {
            for item in items {
                switch item {
                case .entry(let entry) where entry.isDirectory: break
                case .entry(let entry):
                    let original = try tree.entry(at: entry.path, links: .followAll)
                    guard entry.kind == .file, original?.kind == .file, original?.size == entry.size else {
                        throw BagCreation.Refusal.isForeign(entry.path)
                    }
                    files[entry.path] = entry
                case .failure(let error, _, _): throw error
                }
            }
        }
        self.files = Mutex(files)
    }

    /// The file of that name, once.
    func take(_ path: RelativePath) -> Entry? { files.withLock { $0.removeValue(forKey: path) } }

    /// One of those that nobody took; nil if there is none.
    var firstLeft: RelativePath? {
        files.withLock { $0.keys.min { $0.bytes.lexicographicallyPrecedes($1.bytes) } }
    }
}
