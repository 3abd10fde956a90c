internal import FerrySync

/// Tells the user about a comparison of two trees: one line for each difference.
final class CheckReporter: FindingObserver {
    private let output: ComparisonOutput
    private let text: FindingText

    init(_ options: OutputOptions, console: Console) {
        output = ComparisonOutput(options, console: console)
        text = FindingText(names: options.names, numbers: options.numbers)
    }

    func begin() { output.begin("check") }

    func observe(_ event: FindingEvent<Finding>) {
        switch event {
        case .finding(let finding): output.tell(JSONEvent.finding(finding), line: text.line(finding))
        case .problem(let problem): output.tell(problem)
        case .progress(let progress): output.update(progress)
        }
    }

    func finish(_ result: CheckResult) {
        output.finish(result.verdict, JSONEvent.summary(result), line: FindingText.summary(result.counts))
    }
}
