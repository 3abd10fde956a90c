internal import FerryCore
internal import FerryEndpoints

/// Check files of `--write-check-files`. None ever stands beside other content than its own: an old one goes before its data
/// does, and a run that finds data without one writes it.
extension RunContext {
    /// Whether something is said of files that need not be sent: in a manifest, or in check files that are missing.
    var describesUnchangedFiles: Bool { manifests.recording != nil || options.delivery.written != nil }

    /// Whether a check file is missing beside a file that is at the destination, and the source has none to send.
    func lacksCheckFile(_ item: SourceItem) throws(EndpointError) -> Bool {
        guard let algorithm = deliveries?.algorithm(beside: item.entry.path) else { return false }
        let path = CheckFileNames.checkFile(algorithm, of: item.entry.path)
        let isThere = if let known = item.checkFileIsThere { known } else { try destination.entry(at: path) != nil }
        if isThere { return false }
        return try !hasCheckFile(item, algorithm)
    }

    /// To be called before new data gets the name of the old.
    func removeOldCheckFile(of action: Action) throws(EndpointError) {
        guard action.destination != nil, action.item.checkFileIsThere != false,
            let algorithm = deliveries?.algorithm(beside: action.path)
        else { return }
        let path = CheckFileNames.checkFile(algorithm, of: action.path)
        guard try destination.entry(at: path)?.kind == .file, try !hasCheckFile(action.item, algorithm) else { return }
        do throws(EndpointError) {
            try destination.remove(path, kind: .file)
        } catch  where error.code == .notFound {
            // Gone as it should be.
        }
    }

    /// Beside a file that is at the destination, if its digest is known.
    func writeCheckFileLater(
        _ content: ContentSummary, beside item: SourceItem, in directory: DirectoryNode, _ late: LateWork
    ) {
        if deliveries?.writeLater(content, beside: item) == true { late.touchLater(directory) }
    }

    /// In a run that only shows what would be done: a check file would be written beside what would be sent, or has none.
    func announceCheckFile(beside item: SourceItem, isSent: Bool) throws(EndpointError) {
        guard isDryRun, item.entry.kind == .file, let deliveries, let algorithm = deliveries.options.written else {
            return
        }
        if !isSent, !(try lacksCheckFile(item)) { return }
        let unknown = Digest(algorithm: algorithm, bytes: [UInt8](repeating: 0, count: algorithm.digestLength))
        _ = deliveries.writeLater(ContentSummary(digests: [unknown!], size: item.entry.size), beside: item)
    }

    private func hasCheckFile(_ item: SourceItem, _ algorithm: DigestAlgorithm) throws(EndpointError) -> Bool {
        let origin = job.sources[item.source].endpoint
        return try origin.entry(at: CheckFileNames.checkFile(algorithm, of: item.originalEntry.path)) != nil
    }
}
