internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// `ferry check`: says in what two trees, or two files, differ. Changes nothing.
struct CheckCommand {
    let line: CheckCommandLine
    let context: CommandContext

    /// The statuses of everything that compares, like those of cmp(1) and diff(1).
    enum Status: Int32 {
        case same = 0
        case different = 1
        /// Something could not be looked at, or the command line cannot be followed.
        case undecided = 2
    }

    func run() throws(UsageError) -> Int32 {
        let job = try job()
        defer {
            job.first.endpoint.close()
            job.second.endpoint.close()
        }
        let reporter = CheckReporter(line.output, console: context.console)
        reporter.begin()
        let result = CheckRun(job, observer: reporter).run()
        reporter.finish(result)
        return Self.status(result.verdict)
    }

    static func status(_ verdict: CheckResult.Verdict) -> Int32 {
        switch verdict {
        case .same: Status.same.rawValue
        case .different: Status.different.rawValue
        case .undecided: Status.undecided.rawValue
        case .interrupted: ExitStatus.signal.rawValue
        }
    }

    private func job() throws(UsageError) -> CheckJob {
        let filters = try FilterList(
            line.filterSteps, nulSeparated: line.nulTerminated, environment: context.environment)
        let first = try context.registry.location(line.first)
        let second = try context.registry.location(line.second)
        var left = try (context.sourceRegistry ?? context.registry).place(at: first, links: .followAll)
        var right = try context.registry.place(at: second, links: .followAll)
        // A file is compared with the file of its name in a directory, as diff(1) does.
        if left.entry.isDirectory != right.entry.isDirectory {
            if left.entry.isDirectory {
                left = try namesake(of: right, in: first)
            } else {
                right = try namesake(of: left, in: second)
            }
        }
        return CheckJob(
            first: side(left), second: side(right), options: line.options, filters: filters,
            cancellation: context.cancellation)
    }

    private func namesake(of file: NamedPlace, in directory: Location) throws(UsageError) -> NamedPlace {
        try context.registry.place(
            at: directory.appending(name: file.entry.path.name), links: .followAll)
    }

    private func side(_ place: NamedPlace) -> CheckSide {
        CheckSide(endpoint: place.endpoint, path: place.entry.path, base: context.absolute(place.root))
    }
}
