internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Gives each file of a scan what manifests say of it, and tells of what a manifest names and the scan has not.
final class ItemClaims {
    private let context: RunContext
    private let source: ClaimCursor?
    private let destination: ClaimCursor?
    /// Which names of the source's manifest could come up in the scan; nil where most of them cannot.
    private let selection: RecordSelection?
    /// Below it the source is unknown.
    private var unknown: RelativePath?
    private var unnamed = 0

    /// Nil where no manifest says anything. Paths of a source's manifest count from the directory that was named, or from
    /// the one that holds the named file.
    init?(_ manifests: RunManifests, context: RunContext) throws(EndpointError) {
        guard manifests.source != nil || manifests.destination != nil else { return nil }
        self.context = context
        destination = manifests.destination.map { ClaimCursor($0, below: .root) }
        guard let records = manifests.source, let named = context.job.sources.first else {
            (source, selection) = (nil, nil)
            return
        }
        let isDirectory = named.path.isRoot ? true : try named.endpoint.entry(at: named.path)?.isDirectory == true
        source = ClaimCursor(records, below: isDirectory ? named.path : named.path.parent ?? .root)
        selection =
            isDirectory && named.files == nil && context.options.selection.recursive
            ? RecordSelection(filters: context.job.filters, base: named.base, endpoint: named.endpoint) : nil
    }

    func attach(to item: inout SourceItem) throws(EndpointError) {
        if let source, !item.entry.path.isRoot {
            let record = try source.record(of: item.originalEntry) { missing($0) }
            item.claim = claim(record, of: item.entry)
            if record == nil, item.entry.kind == .file { unnamed += 1 }
        }
        if let destination {
            item.known = claim(try destination.record(of: item.entry) { _ in }, of: item.entry)
        }
    }

    private func claim(_ record: Record?, of entry: Entry) -> ContentClaim? {
        guard let record, record.kind == .file, entry.kind == .file else { return nil }
        return ContentClaim(record)
    }

    /// A part of the source could not be looked at, which is told of already.
    func pass(unknown path: RelativePath) {
        unknown = path
    }

    /// To be called at the end of the scan.
    func finish() throws(EndpointError) {
        try source?.drain { missing($0) }
        guard unnamed > 0 else { return }
        context.tally.tell(
            Problem(
                .warning,
                .message(unnamed == 1 ? "one file is not in the manifest" : "\(unnamed) files are not in the manifest"))
        )
    }

    private func missing(_ record: Record) {
        guard let selection, !record.isOptional, selection.includes(record) else { return }
        if let unknown, record.path.isInside(unknown) { return }
        context.tally.fail(
            EndpointError(
                .notFound, .look, path: record.path, location: selection.endpoint.location,
                reason: "the manifest names it, and it is not there"))
    }
}
