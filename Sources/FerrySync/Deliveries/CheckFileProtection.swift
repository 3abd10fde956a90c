internal import FerryCore
internal import FerryEndpoints

/// Keeps `--delete` from the check files of data files that stay: the sources need not have them.
struct CheckFileProtection {
    private let context: RunContext
    private let names: CheckFileNames

    /// Nil where a run has nothing to do with check files.
    init?(_ context: RunContext) {
        guard let options = context.deliveries?.options else { return nil }
        self.context = context
        names = CheckFileNames(options.required + (options.written.map { [$0.checkFileEnding] } ?? []))
    }

    /// Where that cannot be told, the check file stays. The data file comes later in canonical order, so it is looked up.
    /// - Parameter isProtected: Whether rules keep a file although no source has it.
    func protects(_ entry: Entry, where isProtected: (Entry) -> Bool) -> Bool {
        guard entry.kind == .file, case .file(let path)? = names.subject(of: entry.path) else { return false }
        do throws(EndpointError) {
            guard let data = try context.destination.entry(at: path), data.kind == .file else { return false }
            if isProtected(data) { return true }
            for source in context.job.sources where try source.endpoint.entry(at: path)?.kind == .file { return true }
            return false
        } catch {
            return true
        }
    }
}
