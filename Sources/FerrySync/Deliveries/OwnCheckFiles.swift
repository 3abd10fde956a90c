internal import FerryCore
internal import FerryEndpoints
internal import FerryManifest
internal import FerryState

/// Check files of `--write-check-files`. None ever stands beside other content than its own: an old one goes before its data
/// does, and a run that finds data without one, or with another, writes it.
extension RunContext {
    /// Whether something is said of files that need not be sent: in a manifest, or in check files.
    var describesUnchangedFiles: Bool { manifests.recording != nil || options.delivery.written != nil }

    /// What becomes of the check file beside a file that is at the destination already.
    enum CheckFileState {
        /// None is to be written: the source has one to send, or it is itself a check file, or something else has the name.
        case notOurs
        case missing
        /// A run has seen that it is right.
        case right(Entry)
        /// It is there, and may be another's, or be about other data.
        case unconfirmed(Entry)
    }

    func checkFileState(_ item: SourceItem) throws(EndpointError) -> CheckFileState {
        guard let algorithm = deliveries?.algorithm(beside: item.entry.path) else { return .notOurs }
        let path = CheckFileNames.checkFile(algorithm, of: item.entry.path)
        let present = if let looked = item.checkFile { looked.entry } else { try destination.entry(at: path) }
        guard let present else { return try hasCheckFile(item, algorithm) ? .notOurs : .missing }
        guard present.kind == .file else { return .notOurs }
        if writtenCheckFiles?.contains(present, of: CheckedData(item.entry)) == true { return .right(present) }
        return try hasCheckFile(item, algorithm) ? .notOurs : .unconfirmed(present)
    }

    /// What the check file beside a file has to hold.
    func checkFileText(_ content: ContentSummary, beside item: SourceItem) -> [UInt8]? {
        content.digests.first { $0.algorithm == options.delivery.written }.map {
            Self.checkFileText($0, item.entry.path)
        }
    }

    /// Whether a check file of the destination holds what would be written, or what is not ours to replace: the same in other
    /// words, or a list of more than this file.
    func isRight(_ file: Entry, _ content: ContentSummary, beside item: SourceItem) throws(EndpointError) -> Bool {
        guard let line = checkFileText(content, beside: item) else { return true }
        guard file.size <= Self.longestLine else { return true }
        let text = try destination.content(of: file, atMost: file.size)
        guard text == line else { return Self.isAnothers(text, content, item.entry.path) }
        writtenCheckFiles?.remember(file, of: CheckedData(item.entry))
        return true
    }

    /// In bytes, of a check file about one file.
    private static let longestLine: Int64 = 64 << 10

    private static func isAnothers(_ text: [UInt8], _ content: ContentSummary, _ path: RelativePath) -> Bool {
        if text.split(separator: UInt8(ascii: "\n")).count > 1 { return true }
        return content.digests.contains { digest in
            let record = try? DeliveryNote.record(of: Array(path.name), in: text, algorithm: digest.algorithm)
            return record?.digest(digest.algorithm) == digest
        }
    }

    /// What a check file of our own holds.
    static func checkFileText(_ digest: Digest, _ path: RelativePath) -> [UInt8] {
        var line: [UInt8] = []
        CheckFileWriter.append(
            CheckLine(digest: digest, name: Array(path.name)), .sums(digest.algorithm, nul: false), to: &line)
        return line
    }

    /// To be called before new data gets the name of the old. In a run that writes no check files those go that ferry wrote.
    func removeOldCheckFiles(beside item: SourceItem, replacing old: Entry?) throws(EndpointError) {
        guard old != nil, item.entry.kind == .file else { return }
        let written = deliveries?.algorithm(beside: item.entry.path)
        for algorithm in DeliveryOptions.writtenAlgorithms {
            let path = CheckFileNames.checkFile(algorithm, of: item.entry.path)
            if algorithm == written {
                if case .nothing? = item.checkFile { continue }
            } else if writtenCheckFiles?.mayContain(path) != true {
                continue
            }
            guard let present = try destination.entry(at: path), present.kind == .file,
                algorithm == written || writtenCheckFiles?.contains(present) == true,
                try !hasCheckFile(item, algorithm)
            else { continue }
            do throws(EndpointError) {
                try destination.remove(path, kind: .file)
            } catch  where error.code == .notFound {
                // Gone as it should be.
            }
        }
    }

    /// Whether new data has to wait for an old check file to go.
    func hasOldCheckFiles(of action: Action) -> Bool {
        if deliveries != nil { return true }
        guard action.destination != nil, let writtenCheckFiles else { return false }
        return DeliveryOptions.writtenAlgorithms.contains {
            writtenCheckFiles.mayContain(CheckFileNames.checkFile($0, of: action.path))
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
        if !isSent {
            guard case .missing = try checkFileState(item) else { return }
        }
        let content = ContentSummary(digests: [.unknown(algorithm)], size: item.entry.size)
        _ = deliveries.writeLater(content, beside: item)
    }

    private func hasCheckFile(_ item: SourceItem, _ algorithm: DigestAlgorithm) throws(EndpointError) -> Bool {
        let origin = job.sources[item.source].endpoint
        return try origin.entry(at: CheckFileNames.checkFile(algorithm, of: item.originalEntry.path)) != nil
    }
}

extension Digest {
    /// As long as those that are known.
    static func unknown(_ algorithm: DigestAlgorithm) -> Digest {
        Digest(algorithm: algorithm, bytes: [UInt8](repeating: 0, count: algorithm.digestLength))!
    }
}
