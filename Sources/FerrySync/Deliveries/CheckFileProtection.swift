internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest

/// Keeps `--delete` from check files that `CompanionFiles` does not know to be needed: of data that rules keep at the
/// destination, and lists of a directory's files. The sources need have none of them.
struct CheckFileProtection {
    private let context: RunContext
    private let names: CheckFileNames

    /// Nil where a run has nothing to do with check files.
    init?(_ context: RunContext) {
        guard let deliveries = context.deliveries else { return nil }
        self.context = context
        names = deliveries.checkFiles
    }

    /// Where that cannot be told, the check file stays.
    /// - Parameter isProtected: Whether rules keep a file although no source has it.
    func protects(_ entry: Entry, where isProtected: (Entry) -> Bool) -> Bool {
        guard entry.kind == .file else { return false }
        do throws(EndpointError) {
            switch names.subject(of: entry.path) {
            case nil: return false
            case .file(let path): return isProtected(Entry(path: path, kind: .file)) ? try isThere(path) : false
            case .directory(let directory):
                // Names of a list may come later in canonical order, so they are looked up.
                return try self.names(entry, below: directory) { (path) throws(EndpointError) in
                    // The sources first: they are at hand more often than the destination is.
                    let stays = isProtected(Entry(path: path, kind: .file)) ? true : try isSent(path)
                    return stays ? try isThere(path) : false
                }
            }
        } catch {
            return true
        }
    }

    private func isThere(_ path: RelativePath) throws(EndpointError) -> Bool {
        try context.destination.entry(at: path).map { !$0.isDirectory } ?? false
    }

    /// Whether a source has it, and no rule leaves it out.
    private func isSent(_ path: RelativePath) throws(EndpointError) -> Bool {
        for source in context.job.sources where path.isInside(source.path) {
            guard let entry = try source.endpoint.entry(at: path), !entry.isDirectory else { continue }
            let rules = RecordSelection(filters: context.job.filters, base: source.base, endpoint: source.endpoint)
            if rules.includes(Record(path: path)) { return true }
        }
        return false
    }

    /// Whether a list of the destination names a file for which `condition` holds. One that cannot be understood may.
    private func names(
        _ list: Entry, below directory: RelativePath, _ condition: (RelativePath) throws(EndpointError) -> Bool
    ) throws(EndpointError) -> Bool {
        let text = try context.destination.content(of: list, atMost: DeliveryNotes.longestList)
        let lines = CheckFileReader(MemoryStream(text), algorithm: CheckFileName.algorithm(of: list.path.bytes))
        while true {
            let record: Record?
            do throws(ManifestError) { record = try lines.next() } catch { return true }
            guard let record else { return false }
            if try condition(directory.appending(record.path)) { return true }
        }
    }
}
