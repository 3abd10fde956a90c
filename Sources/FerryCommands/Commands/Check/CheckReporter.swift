internal import FerrySync

/// Tells the user about a comparison: one line for each difference, a live line on a terminal, the totals at the end.
final class CheckReporter: CheckObserver {
    private let output: OutputOptions
    private let console: Console
    private let text: FindingText
    private let live: LiveLine?

    init(_ output: OutputOptions, console: Console) {
        self.output = output
        self.console = console
        text = FindingText(names: output.names, numbers: output.numbers)
        let hasLiveLine = console.isInteractive && !output.isJSON && !output.isQuiet
        live = hasLiveLine ? LiveLine(console: console, numbers: output.numbers) : nil
    }

    func begin() {
        if output.isJSON { console.print(JSONEvent.start(command: "check").bytes) }
        live?.begin()
    }

    func observe(_ event: CheckEvent) {
        switch event {
        case .finding(let finding): tell(finding)
        case .problem(let problem): tell(problem)
        case .progress(let progress): live?.update(progress)
        }
    }

    private func tell(_ finding: Finding) {
        if output.isJSON {
            console.print(JSONEvent.finding(finding).bytes)
        } else if !output.isQuiet {
            console.print(text.line(finding))
        }
    }

    private func tell(_ problem: Problem) {
        if output.isJSON { console.print(JSONEvent.problem(problem, .sync).bytes) }
        console.printError("ferry: \(ProblemText(.sync).sentence(problem))")
    }

    func finish(_ result: CheckResult) {
        live?.end()
        if output.isJSON {
            console.print(JSONEvent.summary(result).bytes)
        } else if !output.isQuiet, result.verdict != .interrupted {
            console.print(FindingText.summary(result.counts))
        }
    }
}
