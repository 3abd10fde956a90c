internal import FerryCore
internal import FerryEndpoints
public import FerryManifest

/// Holds a bag against itself: whether it is complete and valid (RFC 8493, section 3). Changes nothing.
public final class BagVerification {
    private let job: ManifestJob
    private var options: VerificationOptions
    private let observer: any FindingObserver<RecordFinding>
    private let report: (BagProblem) -> Void
    private var broken = 0
    /// What cannot be checked here.
    private var unchecked = 0

    /// - Parameters:
    ///   - job: Its place is the directory that holds `bagit.txt`.
    ///   - report: Gets the rules that are not kept, on the thread that runs.
    public init(
        _ job: ManifestJob, options: VerificationOptions, observer: any FindingObserver<RecordFinding>,
        report: @escaping (BagProblem) -> Void
    ) {
        self.job = job
        self.options = options
        self.options.exact = true
        self.options.exactBelow = BagPath.payload
        self.observer = observer
        self.report = report
    }

    /// Throws what makes it impossible to tell: no bag, or a tag file that cannot be read.
    public func run() throws(ManifestError) -> VerificationResult {
        let files: BagFiles
        do throws(EndpointError) { files = try BagFiles(job.place.endpoint) } catch { throw .reading(error) }
        guard let entry = files.declaration else { throw .file(BagDeclaration.fileName, .missing) }
        let declaration = try within(entry) { () throws(ManifestError) in
            try BagDeclaration(files.text(of: entry, .utf8, dropsMark: false)) { warn(entry, $0) }
        }
        judgeStructure(files)
        let expected = try oxum(files, declaration)
        let records = try records(files, declaration)
        let payload = PayloadObserver(observer)
        var result = try ManifestVerification(job, options: options, observer: payload).run(records)
        if let expected, !result.isInterrupted, job.filters.isEmpty, let found = payload.total, found != expected {
            let name = files.info(declaration.version).map { "\($0.path)" } ?? ""
            tell(BagProblem(.error, name, "\(PayloadOxum.label) is \(expected), and the payload's \(found)"))
        }
        for pair in payload.renormalized() {
            tell(BagProblem(.warning, BagPath.payload.description, "'\(pair)' is there in another Unicode form"))
        }
        result.brokenRules = broken
        result.errors += unchecked
        return result
    }

    private func judgeStructure(_ files: BagFiles) {
        if !files.hasPayload { tell(BagProblem(.error, BagPath.payload.description, "there is no such directory")) }
        if !files.manifests.contains(where: { if case .payload = $0.content { true } else { false } }) {
            tell(BagProblem(.error, "manifest-ALG.txt", "there is no payload manifest that can be read"))
        }
        for name in files.unknown {
            unchecked += 1
            tell(BagProblem(.warning, name, "the algorithm is not known here, nothing in it was checked"))
        }
    }

    private func oxum(_ files: BagFiles, _ declaration: BagDeclaration) throws(ManifestError) -> PayloadOxum? {
        guard let entry = files.info(declaration.version) else { return nil }
        return try within(entry) { () throws(ManifestError) in
            try PayloadOxum.read(bagInfo: files.text(of: entry, declaration.encoding)) { warn(entry, $0) }
        }
    }

    private func records(_ files: BagFiles, _ declaration: BagDeclaration) throws(ManifestError) -> BagRecords {
        let records = BagRecords(version: declaration.version) { [unowned self] in tell($0) }
        let fetch = files.fetch.map { ($0, BagManifestReader.Content.fetch) }
        for (entry, content) in files.manifests + [fetch].compactMap({ $0 }) {
            try within(entry) { () throws(ManifestError) in
                try records.add("\(entry.path)", content, files.text(of: entry, declaration.encoding))
            }
        }
        return records
    }

    /// Gives errors the name of the file that they are of.
    private func within<Value>(
        _ entry: Entry, _ body: () throws(ManifestError) -> Value
    ) throws(ManifestError) -> Value {
        do throws(ManifestError) {
            return try body()
        } catch {
            if case .file = error { throw error }
            throw .file("\(entry.path)", error)
        }
    }

    private func warn(_ entry: Entry, _ warning: ManifestWarning) {
        tell(BagProblem(.warning, "\(entry.path)", line: warning.line, warning.text))
    }

    private func tell(_ problem: BagProblem) {
        if problem.severity == .error { broken += 1 }
        report(problem)
    }
}
