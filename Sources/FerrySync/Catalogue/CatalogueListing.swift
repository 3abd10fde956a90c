internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// What a manifest on an endpoint lists, read as it comes.
final class CatalogueListing: Listing {
    private let request: ListingRequest
    private let manifest: Entry
    private let endpoint: any Endpoint
    private let words: CataloguedEndpoint.Words
    private let records: any RecordReader
    private var tree: EntryTree
    private var isAtEnd = false

    private static let batchSize = 256

    init(
        _ request: ListingRequest, by manifest: Entry, on endpoint: any Endpoint,
        believing words: CataloguedEndpoint.Words
    ) throws(EndpointError) {
        self.request = request
        self.manifest = manifest
        self.endpoint = endpoint
        self.words = words
        let stream = ReaderStream(try endpoint.read(manifest, range: nil), length: manifest.size)
        do throws(ManifestError) {
            let algorithm = CheckFileName.algorithm(of: manifest.path.name)
            records = try RecordSorter.ordered(try ManifestOpening.open(stream, algorithm: algorithm))
        } catch {
            throw Self.failure(error, manifest, endpoint)
        }
        tree = EntryTree(
            directory: request.directory, selection: try request.selection?.entering(request.directory))
    }

    func next() throws(EndpointError) -> [ListedItem]? {
        var items: [ListedItem] = []
        while items.isEmpty, !isAtEnd {
            for item in try completed(try take()) {
                switch item {
                case .entry(let entry): tree.add(entry, to: &items)
                case .failure(let failure, let path, _): tree.add(failure, at: path, to: &items)
                }
            }
        }
        return items.isEmpty ? nil : items
    }

    func cancel() { isAtEnd = true }

    /// The next few records that are asked for.
    private func take() throws(EndpointError) -> [Record] {
        var batch: [Record] = []
        do throws(ManifestError) {
            while batch.count < Self.batchSize {
                guard var record = try records.next() else {
                    isAtEnd = true
                    break
                }
                guard let path = wanted(record) else { continue }
                if path != record.path { record = Record(path: path, kind: .directory) }
                record.path = request.directory.appending(path)
                if words == .names, record.kind == .file { record = Record(path: record.path) }
                batch.append(record)
            }
        } catch {
            throw Self.failure(error, manifest, endpoint)
        }
        if isAtEnd, !records.isComplete { throw incomplete }
        return batch
    }

    /// The path that a record adds to the listing, which may be that of a directory above it; nil for nothing.
    private func wanted(_ record: Record) -> RelativePath? {
        guard !record.path.isRoot else { return nil }
        if request.recursive { return record.path }
        return record.path.components.first.map { RelativePath(unchecked: Array($0)) }
    }

    /// Entries of records. What check files do not tell, the endpoint is asked for, directory by directory.
    private func completed(_ batch: [Record]) throws(EndpointError) -> [ListedItem] {
        var items: [ListedItem] = []
        var rest = batch[...]
        while let first = rest.first {
            let parent = first.path.parent ?? .root
            let asked = rest.prefix { $0.kind == .file && $0.size == nil && $0.path.isEntry(of: parent) }
            if asked.isEmpty {
                items.append(CatalogueEntry.item(first, request.links, at: endpoint.location))
                rest = rest.dropFirst()
            } else {
                var names = NameList()
                for record in asked { names.append(record.path.name) }
                let found = try endpoint.attributes(of: names, in: parent)
                // What proofs find missing is not there, whatever the manifest says.
                for (record, attributes) in zip(asked, found) where attributes != nil || words == .everything {
                    items.append(CatalogueEntry.item(record, attributes, at: endpoint.location))
                }
                rest = rest[asked.endIndex...]
            }
        }
        return items
    }

    private var incomplete: EndpointError {
        EndpointError(
            .protocolViolation, .list, path: request.directory, location: endpoint.location,
            reason: "the manifest '\(manifest.path)' says that entries are missing from it")
    }

    private static func failure(_ error: ManifestError, _ manifest: Entry, _ endpoint: any Endpoint) -> EndpointError {
        if case .reading(let cause) = error, let cause = cause as? EndpointError { return cause }
        return EndpointError(
            .protocolViolation, .read, path: manifest.path, location: endpoint.location, reason: "\(error)")
    }
}
