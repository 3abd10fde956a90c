internal import FerryCore
internal import FerryEndpoints

/// Check files of `--write-check-files`. None ever stands beside other content than its own: an old one goes before its data
/// does, and a run that finds data without one writes it.
extension RunContext {
    /// Whether a check file is missing beside a file that is at the destination, and the source has none to send.
    func lacksCheckFile(_ item: SourceItem) throws(EndpointError) -> Bool {
        guard let algorithm = deliveries?.algorithm(beside: item.entry.path) else { return false }
        if try destination.entry(at: CheckFileNames.checkFile(algorithm, of: item.entry.path)) != nil { return false }
        return try !hasCheckFile(item, algorithm)
    }

    /// To be called before new data gets the name of the old.
    func removeOldCheckFile(of action: Action) throws(EndpointError) {
        guard action.destination != nil, let algorithm = deliveries?.algorithm(beside: action.path) else { return }
        let path = CheckFileNames.checkFile(algorithm, of: action.path)
        guard try destination.entry(at: path)?.kind == .file, try !hasCheckFile(action.item, algorithm) else { return }
        do throws(EndpointError) {
            try destination.remove(path, kind: .file)
        } catch  where error.code == .notFound {
            // Gone as it should be.
        }
    }

    /// A further name of a file.
    func writeCheckFileLater(_ content: ContentSummary, beside member: LinkGroup.Member, _ late: LateWork) {
        guard !isDryRun, deliveries?.writeLater(content, beside: member.item) == true else { return }
        late.touchLater(member.directory)
    }

    private func hasCheckFile(_ item: SourceItem, _ algorithm: DigestAlgorithm) throws(EndpointError) -> Bool {
        let origin = job.sources[item.source].endpoint
        return try origin.entry(at: CheckFileNames.checkFile(algorithm, of: item.originalEntry.path)) != nil
    }
}
