internal import FerrySync

/// Tells the user about a comparison of any kind: a line or an event for each finding, a live line on a terminal, the
/// totals at the end.
struct ComparisonOutput: Sendable {
    private let options: OutputOptions
    private let console: Console
    private let live: LiveLine?

    init(_ options: OutputOptions, console: Console) {
        self.options = options
        self.console = console
        let hasLiveLine = console.isInteractive && !options.isJSON && !options.isQuiet
        live = hasLiveLine ? LiveLine(console: console, numbers: options.numbers) : nil
    }

    func begin(_ command: String) {
        if options.isJSON { console.print(JSONEvent.start(command: command).bytes) }
        live?.begin()
    }

    func tell(_ event: @autoclosure () -> JSONText, line: @autoclosure () -> [UInt8]) {
        if options.isJSON {
            console.print(event().bytes)
        } else if !options.isQuiet {
            console.print(line())
        }
    }

    func tell(_ problem: Problem) {
        if options.isJSON { console.print(JSONEvent.problem(problem, .sync).bytes) }
        console.printError("ferry: \(ProblemText(.sync).sentence(problem))")
    }

    /// What is odd, and makes nothing different.
    func warn(_ event: @autoclosure () -> JSONText, line: @autoclosure () -> String) {
        if options.isJSON { return console.print(event().bytes) }
        console.printError("ferry: \(line())")
    }

    func update(_ progress: Progress) { live?.update(progress) }

    func end() { live?.end() }

    /// The totals; what was interrupted has none in words.
    func finish(_ verdict: CheckResult.Verdict, _ event: @autoclosure () -> JSONText, line: @autoclosure () -> String) {
        live?.end()
        if options.isJSON {
            console.print(event().bytes)
        } else if !options.isQuiet, verdict != .interrupted {
            console.print(line())
        }
    }
}
