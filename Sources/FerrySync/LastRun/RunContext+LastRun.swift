internal import FerryCore
internal import FerryEndpoints
internal import FerryState

extension RunContext {
    /// Whether the last run has a say in what is unchanged, and is told of it.
    var asksLastRun: Bool { lastRun?.onlyAdds == false }

    /// What the last run says of two files of one name, whose sizes are equal: nothing else can pass for unchanged.
    func verdict(on item: SourceItem, _ present: Entry?, in directory: DirectoryNode) -> DirectoryRecords.Verdict {
        let source = item.entry
        guard let records = directory.records, let present, present.kind == .file, source.kind == .file,
            present.size == source.size
        else { return .unknown }
        return verdict(
            on: source.path.name, source: recorded(source), destination: RecordedFile(present), by: records)
    }

    private func recorded(_ source: Entry) -> RecordedFile {
        planner.listsTagsOnly(.source) ? RecordedFile(listedByTag: source) : RecordedFile(source)
    }

    func verdict(
        on name: ArraySlice<UInt8>, source: RecordedFile, destination: RecordedFile, by records: DirectoryRecords
    ) -> DirectoryRecords.Verdict {
        if !asksLastRun { return .unknown }
        // Where neither times nor versions tell of another file, its size would be all that does.
        if !planner.keepsTimes && !destination.hasVersion { return .unknown }
        return records.verdict(on: name, source: source, destination: destination)
    }

    /// Both sides of a file hold the same content now.
    func remember(_ source: Entry, as destination: Entry?, in directory: DirectoryNode) {
        guard let records = directory.records, let destination, source.kind == .file, destination.kind == .file
        else { return }
        remember(
            source.path.name, source: recorded(source), destination: RecordedFile(destination), in: records)
    }

    func remember(
        _ name: ArraySlice<UInt8>, source: RecordedFile, destination: RecordedFile, in records: DirectoryRecords
    ) {
        if isDryRun { return }
        records.remember(name, source: source, destination: destination, isCertain: isCertain(source))
    }

    private func isCertain(_ source: RecordedFile) -> Bool { !source.couldHideChange(after: started) }

    /// What is to be remembered of a source once its file has its name; nil where nothing is.
    func recordLater(_ source: Entry) -> DelayedRecord? {
        guard lastRun != nil, !isDryRun else { return nil }
        let file = recorded(source)
        return DelayedRecord(source: RecordedSide(file), isCertain: isCertain(file))
    }

    /// As `remember`, when setting its metadata gave the destination's file another version.
    func rememberChanged(_ source: Entry, as destination: Entry, in directory: DirectoryNode) throws(EndpointError) {
        guard remembersChanges(of: source, in: directory) else { return }
        let now = destination.version == nil ? destination : try self.destination.entry(at: destination.path)
        remember(source, as: now, in: directory)
    }

    /// Whether it is remembered what became of a file whose metadata was set.
    func remembersChanges(of source: Entry, in directory: DirectoryNode) -> Bool {
        asksLastRun && directory.records != nil && !isDryRun && source.kind == .file
    }
}
