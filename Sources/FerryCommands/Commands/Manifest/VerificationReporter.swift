internal import FerryCore
internal import FerryManifest
internal import FerrySync

/// Tells the user about a verification: one line for each failure.
final class VerificationReporter: FindingObserver, @unchecked Sendable {
    private let output: ComparisonOutput
    private let text: RecordFindingText
    private let tellsSame: Bool
    // Findings come on one thread.
    private let failed: FailedNames?

    init(_ line: ManifestCommandLine, console: Console, failed: FailedNames?) {
        output = ComparisonOutput(line.text, console: console)
        text = RecordFindingText(names: line.text.names, numbers: line.text.numbers)
        tellsSame = line.tellsSame
        self.failed = failed
    }

    func begin() { output.begin("manifest") }

    func observe(_ event: FindingEvent<RecordFinding>) {
        switch event {
        case .finding(let finding): tell(finding)
        case .problem(let problem): output.tell(problem)
        case .progress(let progress): output.update(progress)
        }
    }

    private func tell(_ finding: RecordFinding) {
        if finding.verdict != .same && finding.verdict != .extra { failed?.add(finding.path) }
        if finding.verdict == .same && !tellsSame { return }
        output.tell(JSONEvent.recordFinding(finding), line: text.line(finding))
    }

    func tell(_ problem: BagProblem) {
        switch problem.severity {
        case .error: output.tell(JSONEvent.bagProblem(problem), line: Array("not valid: \(problem)".utf8))
        case .warning: output.warn(JSONEvent.bagProblem(problem), line: "\(problem)")
        }
    }

    func end() { output.end() }

    func finish(_ result: VerificationResult) {
        output.finish(result.verdict, JSONEvent.summary(result), line: text.summary(result))
    }
}
