internal import FerryCore
internal import FerryEndpoints

/// Keeps `--delete` from the check files of data files that stay: the sources need not have them. Asked in canonical order.
final class CheckFileProtection {
    private let names: CheckFileNames
    private let destination: any Endpoint
    /// Files that go, whose paths begin the last one.
    private var deleted: [RelativePath] = []

    /// Nil where a run has nothing to do with check files.
    init?(_ context: RunContext) {
        guard let options = context.deliveries?.options else { return nil }
        names = CheckFileNames(options.required + (options.written.map { [$0.checkFileEnding] } ?? []))
        destination = context.destination
    }

    /// Where that cannot be told, the check file stays.
    func protects(_ entry: Entry) -> Bool {
        guard entry.kind == .file, case .file(let data)? = names.subject(of: entry.path) else { return false }
        while let last = deleted.last, !entry.path.bytes.starts(with: last.bytes) { deleted.removeLast() }
        if deleted.contains(data) { return false }
        do throws(EndpointError) {
            return try destination.entry(at: data)?.kind == .file
        } catch {
            return true
        }
    }

    func willDelete(_ entry: Entry) {
        while let last = deleted.last, !entry.path.bytes.starts(with: last.bytes) { deleted.removeLast() }
        deleted.append(entry.path)
    }
}
