internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Finds what check files of a source say of its data files. On one thread.
final class DeliveryNotes {
    private let context: RunContext
    private let names: CheckFileNames
    /// The list that was read last: most files of a directory come one after another.
    private var list: (source: Int, path: RelativePath, records: [RelativePath: Record])?

    /// Longer files beside a data file are none of its check files.
    private static let longestNote: Int64 = 1 << 20
    /// Some hundred thousand lines.
    static let longestList: Int64 = 32 << 20

    init(context: RunContext, names: CheckFileNames) {
        self.context = context
        self.names = names
    }

    /// All that check files say of a file; nil if it has none.
    func record(of item: SourceItem) throws(EndpointError) -> Record? {
        let origin = context.origin(of: item)
        let candidates = names.candidates(for: origin.entry.path)
        var found: Record?
        for path in candidates.beside {
            guard let note = try origin.endpoint.entry(at: path), note.kind == .file else { continue }
            try join(
                try read(note, of: origin.entry.path, on: origin.endpoint), to: &found, from: note, origin.endpoint)
        }
        for path in candidates.lists {
            guard let record = try records(path, item.source)[origin.entry.path] else { continue }
            try join(record, to: &found, from: Entry(path: path, kind: .file), origin.endpoint)
        }
        return found
    }

    /// What a list of a directory names.
    func listed(in path: RelativePath, _ source: Int) throws(EndpointError) -> some Collection<RelativePath> {
        try records(path, source).keys
    }

    private func read(
        _ note: Entry, of path: RelativePath, on endpoint: any Endpoint
    ) throws(EndpointError) -> Record {
        let text = try endpoint.content(of: note, atMost: Self.longestNote)
        do throws(ManifestError) {
            return try DeliveryNote.record(
                of: Array(path.name), in: text, algorithm: CheckFileName.algorithm(of: note.path.bytes))
        } catch {
            throw Self.failure(error, note.path, endpoint)
        }
    }

    private func records(_ path: RelativePath, _ source: Int) throws(EndpointError) -> [RelativePath: Record] {
        if let list, list.source == source, list.path == path { return list.records }
        let endpoint = context.job.sources[source].endpoint
        var records: [RelativePath: Record] = [:]
        if let entry = try endpoint.entry(at: path), entry.kind == .file {
            let stream = MemoryStream(try endpoint.content(of: entry, atMost: Self.longestList))
            let reader = CheckFileReader(stream, algorithm: CheckFileName.algorithm(of: path.bytes))
            do throws(ManifestError) {
                while var record = try reader.next() {
                    record.path = (path.parent ?? .root).appending(record.path)
                    records[record.path] = record
                }
            } catch {
                throw Self.failure(error, path, endpoint)
            }
        }
        list = (source, path, records)
        return records
    }

    private func join(
        _ record: Record, to found: inout Record?, from note: Entry, _ endpoint: any Endpoint
    ) throws(EndpointError) {
        guard var joined = found else { return found = record }
        let isContradiction =
            (joined.size != nil && record.size != nil && joined.size != record.size)
            || (joined.lineCount != nil && record.lineCount != nil && joined.lineCount != record.lineCount)
            || record.digests.contains { digest in
                joined.digest(digest.algorithm).map { $0 != digest } ?? false
            }
        if isContradiction {
            throw EndpointError(
                .corrupted, .read, path: note.path, location: endpoint.location,
                reason: "it says something else than another check file of the same file")
        }
        joined.size = joined.size ?? record.size
        joined.lineCount = joined.lineCount ?? record.lineCount
        joined.digests += record.digests.filter { joined.digest($0.algorithm) == nil }
        found = joined
    }

    private static func failure(
        _ error: ManifestError, _ path: RelativePath, _ endpoint: any Endpoint
    ) -> EndpointError {
        EndpointError(.corrupted, .read, path: path, location: endpoint.location, reason: error.description)
    }
}
