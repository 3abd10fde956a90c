internal import FerryCore
internal import FerryManifest
internal import FerrySync

extension JSONEvent {
    /// `verdict` is one of `same`, `kind_differs`, `size_differs`, `time_differs`, `target_differs`, `hash_differs`,
    /// `records_differ`, `missing`, `extra`, `unreadable`; `expected` is what the manifest says, `found` what is there.
    static func recordFinding(_ finding: RecordFinding) -> JSONText {
        var object = event("record")
        object.add("verdict", finding.verdict.rawValue.split(separator: " ").joined(separator: "_"))
        object.add("path", name: finding.path.bytes)
        if let record = finding.record { object.add("expected", fields(record)) }
        if let entry = finding.entry {
            var found = Record(entry)
            found.digests = finding.content?.digests ?? []
            found.lineCount = finding.content?.lineCount
            object.add("found", fields(found))
        }
        return object
    }

    /// `severity` is `error`, which makes a bag not valid, or `warning`.
    static func bagProblem(_ problem: BagProblem) -> JSONText {
        var object = event("bag")
        object.add("severity", problem.severity.rawValue)
        object.add("file", problem.file)
        if let line = problem.line { object.add("line", line) }
        object.add("message", problem.text)
        return object
    }

    /// `difference` is one of `added`, `removed`, `changed`, `renamed`, `undecided`.
    static func difference(_ difference: RecordDifference) -> JSONText {
        var object = event("difference")
        switch difference {
        case .added(let record): object.add("difference", "added", nil, record)
        case .removed(let record): object.add("difference", "removed", record, nil)
        case .changed(let old, let new, let aspects):
            object.add("difference", "changed", old, new)
            object.add("aspects", aspects.map(\.rawValue))
        case .renamed(let from, let record):
            object.add("difference", "renamed", nil, record)
            object.add("from", name: from.bytes)
        case .undecided(let old, let new): object.add("difference", "undecided", old, new)
        }
        return object
    }

    static func summary(_ result: VerificationResult) -> JSONText {
        var object = event("summary")
        object.add("status", CheckCommand.status(result.verdict))
        for verdict in RecordFinding.Verdict.allCases {
            object.add(verdict.rawValue.split(separator: " ").joined(separator: "_"), result[verdict])
        }
        object.add("broken_rules", result.brokenRules)
        object.add("errors", result.errors)
        object.add("files_read", result.filesRead)
        object.add("files_remembered", result.filesRemembered)
        object.add("files_looked_at", result.filesLookedAt)
        object.add("bytes_read", result.bytesRead)
        return object
    }

    /// Of a comparison of manifests: how often each `difference`, and `same`.
    static func summary(differences counts: [String: Int], status: Int32) -> JSONText {
        var object = event("summary")
        object.add("status", status)
        for word in ["same", "added", "removed", "changed", "renamed", "undecided"] {
            object.add(word, counts[word] ?? 0)
        }
        return object
    }

    /// What a manifest describes, in sums. `directories` has the largest first, the empty path for files of the root
    /// itself; `other_directories` what is of more of them than are told apart. In `ages`, `days` is the age, in days,
    /// that files are younger than; the last group has none. What the manifest does not tell is left out: a sum of sizes
    /// where it lacks that of one file, `largest` and `ages` where it lacks all of them.
    static func totals(_ totals: ManifestTotals, _ reader: any RecordReader) -> JSONText {
        var object = event("totals")
        object.add("dialect", "\(reader.dialect)")
        object.add("algorithms", reader.algorithms.map(\.rawValue))
        object.add("complete", reader.isComplete)
        object.add("entries", totals.entries)
        object.add("files", totals.all.files)
        if let size = totals.all.size { object.add("size", size) }
        object.add("directories", objects: totals.largestDirectories.map { sums($1, of: $0) })
        if totals.otherDirectories.files > 0 { object.add("other_directories", sums(totals.otherDirectories)) }
        let hasFiles = totals.all.files > 0
        if totals.all.sized > 0 || !hasFiles { object.add("largest", objects: totals.largest.map(file)) }
        if totals.knowsTimes || !hasFiles {
            let limits: [Int?] = ManifestTotals.ages + [nil]
            object.add("ages", objects: zip(limits, totals.byAge).map { sums($1, youngerThan: $0) })
        }
        return object
    }

    private static func file(_ record: Record) -> JSONText {
        var object = JSONText()
        object.add("path", name: record.path.bytes)
        if let size = record.size { object.add("size", size) }
        return object
    }

    private static func sums(
        _ group: ManifestTotals.Group, of directory: RelativePath? = nil, youngerThan days: Int? = nil
    ) -> JSONText {
        var object = JSONText()
        if let directory { object.add("path", name: directory.bytes) }
        if let days { object.add("days", days) }
        object.add("files", group.files)
        if let size = group.size { object.add("size", size) }
        return object
    }

    fileprivate static func fields(_ record: Record) -> JSONText {
        var object = JSONText()
        object.add("kind", record.kind.name)
        if let size = record.size { object.add("size", size) }
        if let modified = record.modified { object.add("modified", modified.decimal) }
        if let lines = record.lineCount { object.add("lines", lines) }
        if let target = record.linkTarget { object.add("target", name: target) }
        for digest in record.digests { object.add(digest.algorithm.rawValue, digest.hexadecimal) }
        return object
    }
}

extension JSONText {
    fileprivate mutating func add(_ name: String, _ word: String, _ old: Record?, _ new: Record?) {
        add(name, word)
        add("path", name: (new ?? old)?.path.bytes ?? [])
        if let old { add("old", JSONEvent.fields(old)) }
        if let new { add("new", JSONEvent.fields(new)) }
    }
}
