public import FerrySync

/// Events for programs: one JSON object a line on standard output. Complaints go to standard error as well, in words.
public final class JSONReporter: RunReporter {
    private let run: RunDescription
    private let console: Console

    public init(_ run: RunDescription, console: Console) {
        self.run = run
        self.console = console
    }

    public func begin() {
        console.print(JSONEvent.start(command: run.output.preset.rawValue, dryRun: run.options.run.dryRun).bytes)
    }

    public func madeDestination(_ path: [UInt8], count: Int?) {}

    public func observe(_ event: SyncEvent) {
        switch event {
        case .item(let item) where run.options.run.listOnly: console.print(JSONEvent.entry(item.entry).bytes)
        case .item(let item): console.print(JSONEvent.item(item).bytes)
        case .detail: break
        case .progress(let progress): console.print(JSONEvent.progress(progress).bytes)
        case .problem(let problem):
            console.print(JSONEvent.problem(problem, run.output.preset).bytes)
            if problem.severity > .note {
                console.printError("\(run.program): \(ProblemText(run.output.preset).sentence(problem))")
            }
        }
    }

    public func finish(_ result: SyncResult) {
        console.print(JSONEvent.summary(result).bytes)
        console.flush()
    }
}
