import Harness

/// What the installed rsync makes of a scenario.
struct RsyncOracle {
    let scenario: FilterScenario
    let place: String

    init(_ scenario: FilterScenario, in place: String) {
        self.scenario = scenario
        self.place = place
    }

    /// Paths of the transfer, directories with a slash.
    func selected() -> Set<String> {
        names(run(["-n"], destination: "../empty/")).selected
    }

    /// Deletes, and transfers nothing. (A dry run lists directories that it then could not remove.)
    func deleted() -> Set<String> {
        names(run(["--delete", "--existing", "--ignore-existing"], destination: "dst/")).deleted
    }

    private func run(_ options: [String], destination: String) -> String {
        let source = scenario.sendsContents ? "src/" : "src"
        let command =
            ["-a", "--out-format=%o %n"] + options + scenario.options.flatMap(\.arguments) + [
                source, destination,
            ]
        let outcome = Program("rsync").run(
            command, in: place + "/place",
            environment: ["HOME": place + "/home", "CVSIGNORE": scenario.cvsVariable, "LC_ALL": "C.UTF-8"])
        precondition(outcome.status == 0, "\(command): \(outcome.errorText) \(scenario)")
        return outcome.outputText
    }

    private func names(_ output: String) -> (selected: Set<String>, deleted: Set<String>) {
        var selected: Set<String> = []
        var deleted: Set<String> = []
        for line in output.split(separator: "\n") {
            if line.hasPrefix("del. ") {
                deleted.insert(String(line.dropFirst(5)))
            } else if line.hasPrefix("send ") || line.hasPrefix("recv ") {
                selected.insert(String(line.dropFirst(5)))
            }
        }
        return (selected.subtracting(["./"]), deleted)
    }
}

extension FilterScenario.Option {
    var arguments: [String] {
        switch self {
        case .filter(let rule): ["--filter=" + rule]
        case .exclude(let rule): ["--exclude=" + rule]
        case .include(let rule): ["--include=" + rule]
        case .excludeFrom(let name): ["--exclude-from=" + name]
        case .includeFrom(let name): ["--include-from=" + name]
        case .rsyncFilter: ["-F"]
        case .cvs: ["-C"]
        case .deleteExcluded: ["--delete-excluded"]
        case .fromNUL: ["--from0"]
        }
    }
}
