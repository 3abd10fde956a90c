internal import FerryCore
internal import FerryState

extension DirectoryRecords {
    func verdict(source: Entry, destination: Entry) -> Verdict {
        verdict(on: source.path.name, source: RecordedFile(source), destination: RecordedFile(destination))
    }

    func remember(source: Entry, destination: Entry, isCertain: Bool) {
        remember(
            source.path.name, source: RecordedFile(source), destination: RecordedFile(destination), isCertain: isCertain
        )
    }
}
