internal import FerryCore
internal import FerryEndpoints
internal import FerryState

/// Leaves files out of the scan that the destination has already, exactly as they are wanted: they are counted, and
/// nobody hears of them again.
///
/// Decides with the planner's own words. Whatever it is not certain of it leaves to the stages behind the scan, which
/// also tell what went wrong.
struct UnchangedScreen: ListingScreen {
    private let context: RunContext
    private let source: any Endpoint

    /// Larger files are compared by the transfer threads, side by side.
    private static let mostBytesCompared = 64 * 1024

    /// Nil for runs that have to see every file: to tell of it, to look for it elsewhere, or to do something to it.
    init?(_ context: RunContext) {
        let options = context.options
        guard context.job.sources.count == 1, let source = context.job.sources.first, source.files == nil,
            !options.run.reportsUnchanged, !options.selection.prunesEmptyDirectories,
            !options.writing.removesSourceFiles, options.comparison.references.isEmpty,
            context.destination.capabilities.isCaseSensitive, !context.manifests.concernUnchangedFiles,
            options.delivery.written == nil
        else { return nil }
        self.context = context
        self.source = source.endpoint
    }

    func leavesOut(_ files: FileBatch) -> [Bool] {
        guard !context.job.cancellation.isCancelled,
            let present = try? context.destination.attributes(of: files.names, in: files.directory)
        else { return Array(repeating: false, count: files.count) }
        let content = context.options.comparison.content ? ContentComparison(chunk: Self.mostBytesCompared) : nil
        // Where nothing is at the destination nothing is remembered either.
        let isThere = present.contains { $0 != nil }
        let records = isThere && context.asksLastRun ? context.lastRun?.records(of: files.directory) : nil
        var (count, bytes) = (0, Int64(0))
        let leftOut = present.indices.map { index in
            guard let found = present[index], isUnchanged(index, of: files, found, content, records) else {
                return false
            }
            count += 1
            bytes += files.attributes[index].size
            return true
        }
        context.tally.scanned(files: count, bytes: bytes)
        return leftOut
    }

    private func isUnchanged(
        _ index: Int, of files: FileBatch, _ present: Attributes, _ content: ContentComparison?,
        _ records: DirectoryRecords?
    ) -> Bool {
        let attributes = files.attributes[index]
        // Names of one file belong together.
        if context.options.metadata.hardLinks && attributes.linkCount > 1 { return false }
        guard let records, attributes.kind == .file, present.kind == .file, attributes.size == present.size else {
            return isUnchanged(index, of: files, present, content, remembered: .unknown)
        }
        let (source, destination) = (RecordedFile(attributes), RecordedFile(present))
        let remembered = context.verdict(
            on: files.names[index], source: source, destination: destination, by: records)
        guard isUnchanged(index, of: files, present, content, remembered: remembered) else { return false }
        if remembered != .holds {
            context.remember(files.names[index], source: source, destination: destination, in: records)
        }
        return true
    }

    private func isUnchanged(
        _ index: Int, of files: FileBatch, _ present: Attributes, _ content: ContentComparison?,
        remembered: DirectoryRecords.Verdict
    ) -> Bool {
        let attributes = files.attributes[index]
        if let isUnchanged = context.planner.isUnchanged(attributes, present, remembered: remembered) {
            return isUnchanged
        }
        guard let content, attributes.size <= Self.mostBytesCompared else { return false }
        let entry = files.entry(index)
        let isEqual = try? content.areEqual(
            try source.read(entry, range: nil),
            try context.destination.read(Entry(path: entry.path, attributes: present), range: nil))
        guard let isEqual else { return false }
        return context.planner.isUnchanged(attributes, present, contentIsEqual: isEqual) ?? false
    }
}
