internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Finds what check files of a source say of its data files. On one thread.
final class DeliveryNotes {
    private let context: RunContext
    private let names: CheckFileNames
    private var lists = DirectoryLists()

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
                try record(of: origin.entry.path, in: note, on: origin.endpoint), to: &found, from: note,
                origin.endpoint)
        }
        for path in candidates.lists {
            guard let record = try listed(in: path, item.source)[origin.entry.path] else { continue }
            try join(record, to: &found, from: Entry(path: path, kind: .file), origin.endpoint)
        }
        return found
    }

    /// What a list of a directory says of the files that it names.
    func listed(in path: RelativePath, _ source: Int) throws(EndpointError) -> [RelativePath: Record] {
        try lists.records(of: path, source) { () throws(EndpointError) in
            let endpoint = context.job.sources[source].endpoint
            guard let entry = try endpoint.entry(at: path), entry.kind == .file else { return [:] }
            return try records(in: entry, on: endpoint)
        }
    }

    /// What a check file says of the file at `path`, beside which it lies.
    func record(
        of path: RelativePath, in note: Entry, on endpoint: any Endpoint
    ) throws(EndpointError) -> Record {
        let text = try endpoint.content(of: note, atMost: Self.longestNote)
        do throws(ManifestError) {
            return try DeliveryNote.record(
                of: Array(path.name), in: text, algorithm: CheckFileName.algorithm(of: note.path.bytes))
        } catch {
            throw Self.failure(error, note.path, endpoint)
        }
    }

    /// What a list says of the files of its directory.
    func records(in list: Entry, on endpoint: any Endpoint) throws(EndpointError) -> [RelativePath: Record] {
        let stream = MemoryStream(try endpoint.content(of: list, atMost: Self.longestList))
        let reader = CheckFileReader(stream, algorithm: CheckFileName.algorithm(of: list.path.bytes))
        var records: [RelativePath: Record] = [:]
        do throws(ManifestError) {
            while var record = try reader.next() {
                record.path = (list.path.parent ?? .root).appending(record.path)
                if let other = records.updateValue(record, forKey: record.path), other.digests != record.digests {
                    throw .damaged(line: reader.line, .contradiction(record.path, earlier: nil))
                }
            }
        } catch {
            throw Self.failure(error, list.path, endpoint)
        }
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
