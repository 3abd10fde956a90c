internal import FerryCore
internal import FerrySync

extension JSONEvent {
    static func start(command: String) -> JSONText {
        start(command: command, dryRun: false)
    }

    /// `verdict` is one of `same`, `missing`, `extra`, `differs`; `first` and `second` are what each side has.
    static func finding(_ finding: Finding) -> JSONText {
        var object = event("finding")
        object.add("verdict", finding.verdict.rawValue)
        object.add("path", name: finding.path.bytes)
        object.add("aspects", finding.aspects.map(\.rawValue))
        if let first = finding.first { object.add("first", entryFields(first)) }
        if let second = finding.second { object.add("second", entryFields(second)) }
        return object
    }

    static func summary(_ result: CheckResult) -> JSONText {
        var object = event("summary")
        object.add("status", CheckCommand.status(result.verdict))
        object.add("same", result.counts.same)
        object.add("differing", result.counts.differing)
        object.add("missing", result.counts.missing)
        object.add("extra", result.counts.extra)
        object.add("errors", result.counts.errors)
        object.add("bytes_compared", result.counts.bytesCompared)
        return object
    }

    private static func entryFields(_ entry: Entry) -> JSONText {
        var object = JSONText()
        object.addEntry(entry)
        return object
    }
}
