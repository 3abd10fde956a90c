internal import FerryCore
internal import FerryEndpoints

/// Looks each name of the sources up at the destination. What only the destination has is never seen, so this serves
/// runs that delete nothing, on endpoints where a look-up is cheap: a small source in a large destination costs what
/// the source costs.
final class LookupPairs: PairStream {
    private let scan: SourceItems
    private let destination: any Endpoint
    private let links: KeptLinks
    /// Below this directory of the sources the destination has nothing.
    private var missing: RelativePath?

    init(_ scan: SourceItems, destination: any Endpoint, keepsLinks: Bool = false) {
        self.scan = scan
        self.destination = destination
        links = KeptLinks(destination: destination, areKept: keepsLinks)
    }

    func next() throws(EndpointError) -> PairItem? {
        switch try scan.next() {
        case nil: return nil
        case .failure(let error, let path, let subtree):
            return .sourceFailure(error, path: path, subtree: subtree)
        case .omitted(let entry, let reason): return .omitted(entry, reason)
        case .absent(let path): return .absent(path)
        case .item(let item): return lookUp(item)
        }
    }

    private func lookUp(_ item: SourceItem) -> PairItem {
        let path = item.entry.path
        if let missing, path.isInside(missing) { return .pair(Pair(source: item, destination: nil)) }
        do throws(EndpointError) {
            let named = try destination.entry(at: path)
            let present = try links.directory(behind: named, for: item) ?? named
            missing = item.entry.isDirectory && present?.isDirectory != true ? path : nil
            return .pair(Pair(source: item, destination: present))
        } catch {
            return .destinationFailure(error, path: path)
        }
    }
}
