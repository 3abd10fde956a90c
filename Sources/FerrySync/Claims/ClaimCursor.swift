internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// The records of a manifest beside a scan: both in canonical order, so that each is read once.
final class ClaimCursor {
    private let records: any RecordReader
    /// Where the paths of the manifest begin.
    private let base: RelativePath
    private var head: Record?
    private var isAtEnd = false

    init(_ records: any RecordReader, below base: RelativePath) {
        self.records = records
        self.base = base
    }

    /// What the manifest says of an entry. Records that come before it are passed to `skipped`.
    func record(of entry: Entry, skipped: (Record) -> Void) throws(EndpointError) -> Record? {
        while let record = try peek() {
            let order = CanonicalOrder.compare(
                record.path, isDirectory: record.kind == .directory, entry.path, isDirectory: entry.isDirectory)
            if order > 0 { return nil }
            head = nil
            if order == 0 { return record }
            skipped(record)
        }
        return nil
    }

    /// All that is left.
    func drain(_ skipped: (Record) -> Void) throws(EndpointError) {
        while let record = try peek() {
            head = nil
            skipped(record)
        }
    }

    private func peek() throws(EndpointError) -> Record? {
        if head != nil || isAtEnd { return head }
        do throws(ManifestError) {
            head = try records.next()
        } catch {
            throw EndpointError(
                .serverFailure, .read, path: nil, location: "the manifest's records", reason: error.description)
        }
        isAtEnd = head == nil
        if !base.isRoot, let record = head { head!.path = base.appending(record.path) }
        return head
    }
}
