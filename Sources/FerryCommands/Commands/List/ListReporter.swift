internal import FerryCore
internal import FerrySync

/// Prints a listing: names, or lines as `rsync --list-only` has them, or JSON.
final class ListReporter: SyncObserver {
    private let line: ListCommandLine
    private let console: Console
    private let names = NameText()
    private let long: ListLine

    init(_ line: ListCommandLine, console: Console) {
        self.line = line
        self.console = console
        long = ListLine(names: names, numbers: line.numbers)
    }

    func begin() {
        if line.isJSON { console.print(JSONEvent.start(command: "list").bytes) }
    }

    func observe(_ event: SyncEvent) {
        switch event {
        // The listed directory itself is not in it.
        case .item(let item): if !item.entry.path.isRoot { print(item.entry) }
        case .problem(let problem): tell(problem)
        case .detail, .progress: break
        }
    }

    private func print(_ entry: Entry) {
        if line.isJSON {
            console.print(JSONEvent.entry(entry).bytes)
        } else if line.long {
            console.print(long.line(for: entry))
        } else if line.nulTerminated {
            console.write(entry.path.bytes + (entry.isDirectory ? [RelativePath.separator, 0] : [0]))
        } else {
            console.print(names.bytes(entry))
        }
    }

    private func tell(_ problem: Problem) {
        if line.isJSON { console.print(JSONEvent.problem(problem, .sync).bytes) }
        console.printError("ferry: \(ProblemText(.sync).sentence(problem))")
    }

    func finish(_ result: SyncResult) {
        if line.isJSON { console.print(JSONEvent.summary(result).bytes) }
    }
}
