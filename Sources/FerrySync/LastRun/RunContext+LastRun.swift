internal import FerryCore
internal import FerryEndpoints
internal import FerryState

extension RunContext {
    /// What the last run says of two files of one name, whose sizes are equal: nothing else can pass for unchanged.
    func verdict(on item: SourceItem, _ present: Entry?, in directory: DirectoryNode) -> DirectoryRecords.Verdict {
        guard let records = directory.records, let present, present.kind == .file, item.entry.kind == .file,
            present.size == item.entry.size
        else { return .unknown }
        return records.verdict(source: item.entry, destination: present)
    }

    /// Both sides of a file hold the same content now.
    func remember(_ source: Entry, as destination: Entry?, in directory: DirectoryNode) {
        guard let records = directory.records, let destination, !isDryRun, source.kind == .file,
            destination.kind == .file
        else { return }
        let isCertain = !ClockGranularity.couldHideChange(of: source, after: started)
        records.remember(source: source, destination: destination, isCertain: isCertain)
    }

    /// As `remember`, when setting its metadata gave the destination's file another version.
    func rememberChanged(_ source: Entry, as destination: Entry, in directory: DirectoryNode) throws(EndpointError) {
        guard directory.records != nil, !isDryRun, source.kind == .file else { return }
        let now = destination.version == nil ? destination : try self.destination.entry(at: destination.path)
        remember(source, as: now, in: directory)
    }
}
