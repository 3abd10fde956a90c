internal import FerryCore
internal import FerryManifest
internal import FerrySync

/// Tells the user about a verification: one line for each failure, a live line on a terminal, the totals at the end.
final class VerificationReporter: VerificationObserver, @unchecked Sendable {
    private let output: OutputOptions
    private let tellsSame: Bool
    private let console: Console
    private let text: RecordFindingText
    private let live: LiveLine?
    // Findings come on one thread.
    private let failed: FailedNames?

    init(_ line: ManifestCommandLine, console: Console, failed: FailedNames?) {
        output = line.text
        tellsSame = line.tellsSame
        self.console = console
        self.failed = failed
        text = RecordFindingText(names: output.names, numbers: output.numbers)
        let hasLiveLine = console.isInteractive && !output.isJSON && !output.isQuiet
        live = hasLiveLine ? LiveLine(console: console, numbers: output.numbers) : nil
    }

    func begin() {
        if output.isJSON { console.print(JSONEvent.start(command: "manifest").bytes) }
        live?.begin()
    }

    func observe(_ event: VerificationEvent) {
        switch event {
        case .finding(let finding): tell(finding)
        case .bag(let problem): tell(problem)
        case .problem(let problem):
            if output.isJSON { console.print(JSONEvent.problem(problem, .sync).bytes) }
            console.printError("ferry: \(ProblemText(.sync).sentence(problem))")
        case .progress(let progress): live?.update(progress)
        }
    }

    private func tell(_ finding: RecordFinding) {
        if finding.verdict != .same && finding.verdict != .extra { failed?.add(finding.path) }
        if finding.verdict == .same && !tellsSame { return }
        if output.isJSON {
            console.print(JSONEvent.recordFinding(finding).bytes)
        } else if !output.isQuiet {
            console.print(text.line(finding))
        }
    }

    private func tell(_ problem: BagProblem) {
        if output.isJSON { return console.print(JSONEvent.bagProblem(problem).bytes) }
        switch problem.severity {
        case .error: if !output.isQuiet { console.print("not valid: \(problem)") }
        case .warning: console.printError("ferry: \(problem)")
        }
    }

    func end() { live?.end() }

    func finish(_ result: VerificationResult) {
        live?.end()
        if output.isJSON {
            console.print(JSONEvent.summary(result).bytes)
        } else if !output.isQuiet, result.verdict != .interrupted {
            console.print(text.summary(result))
        }
    }
}
