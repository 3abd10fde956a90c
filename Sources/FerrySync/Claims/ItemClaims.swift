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
    /// Whether the source's manifest tells symlinks from files.
    private let statesKinds: Bool
    /// Records of other things than directories that the scan has not come upon: its next names may turn out to be below one of
    /// theirs, which is a directory then.
    private var passed: [Record] = []

    /// Nil where no manifest says anything. Paths of a source's manifest count from the directory that was named, or from
    /// the one that holds the named file.
    init?(_ manifests: RunManifests, context: RunContext) throws(EndpointError) {
        guard manifests.source != nil || manifests.destination != nil else { return nil }
        self.context = context
        statesKinds = manifests.source?.dialect.describes(.symlink) == true
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
            let record = try source.record(of: item.originalEntry) { pass($0) } ?? takePassed(item.originalEntry)
            item.claim = record.map { ContentClaim($0, statesKind: statesKinds) }
            if record == nil, item.entry.kind == .file { unnamed += 1 }
        }
        if let destination, let record = try destination.record(of: item.entry, skipped: { _ in }),
            record.kind == .file, item.entry.kind == .file
        {
            item.known = ContentClaim(record)
        }
    }

    private func pass(_ record: Record) {
        leavePassed(for: record.path)
        if let unknown, record.path.isInside(unknown) { return }
        if record.kind == .directory { missing(record) } else { passed.append(record) }
    }

    /// What the manifest says of a name that it has as something else than a directory.
    private func takePassed(_ entry: Entry) -> Record? {
        leavePassed(for: entry.path)
        guard entry.isDirectory, let last = passed.last, last.path == entry.path else { return nil }
        return passed.removeLast()
    }

    private func leavePassed(for path: RelativePath) {
        while let last = passed.last, !path.bytes.starts(with: last.path.bytes) {
            missing(last)
            passed.removeLast()
        }
    }

    /// A part of the source could not be looked at, which is told of already.
    func pass(unknown path: RelativePath) {
        unknown = path
    }

    /// To be called at the end of the scan.
    func finish() throws(EndpointError) {
        try source?.drain { pass($0) }
        for record in passed { missing(record) }
        passed = []
        guard unnamed > 0 else { return }
        context.tally.tell(
            Problem(
                .warning,
                .message(unnamed == 1 ? "one file is not in the manifest" : "\(unnamed) files are not in the manifest"))
        )
    }

    private func missing(_ record: Record) {
        guard let selection, !record.isOptional, selection.includes(record) else { return }
        context.tally.fail(
            EndpointError(
                .notFound, .look, path: record.path, location: selection.endpoint.location,
                reason: "the manifest names it, and it is not there"))
    }
}
