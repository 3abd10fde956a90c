internal import FerryCore
internal import FerryEndpoints
internal import FerrySync

/// The lines of `--json`, documented in docs/json-events.md. `version` counts changes that a reader could trip over.
enum JSONEvent {
    static let version = 1

    static func start(command: String, dryRun: Bool) -> JSONText {
        var object = event("start")
        object.add("version", version)
        object.add("program", ProgramVersion.line)
        object.add("command", command)
        object.add("dry_run", dryRun)
        return object
    }

    static func item(_ item: ItemReport) -> JSONText {
        var object = event("item")
        object.add("action", item.action.rawValue)
        object.add("reason", item.reason.rawValue)
        object.addEntry(item.entry)
        object.add("new", item.isNew)
        object.add("changes", item.changes.names)
        if let other = item.linkedTo, !other.isRoot { object.add("linked_to", name: other.bytes) }
        if item.literalBytes > 0 { object.add("sent", item.literalBytes) }
        if item.matchedBytes > 0 { object.add("reused", item.matchedBytes) }
        return object
    }

    /// An entry of a listing.
    static func entry(_ entry: Entry) -> JSONText {
        var object = event("entry")
        object.addEntry(entry)
        return object
    }

    static func fileVersion(_ version: FileVersion) -> JSONText {
        var object = event("version")
        object.add("path", name: version.path.bytes)
        object.add("version", version.identifier)
        if version.isDirectory { object.add("directory", true) }
        object.add("latest", version.isLatest)
        object.add("removed", version.isRemoval)
        if !version.isRemoval { object.add("size", version.size) }
        if let time = version.modified { object.add("modified", time.seconds) }
        return object
    }

    static func problem(_ problem: Problem, _ preset: Preset) -> JSONText {
        var object = event("problem")
        object.add("severity", problem.severity.name)
        switch problem.kind {
        case .endpoint(let error):
            object.add("operation", error.operation.rawValue)
            object.add("location", error.location)
            if let path = error.path { object.add("path", name: path.bytes) }
        case .skipped(let entry, _): object.add("path", name: entry.path.bytes)
        case .directoryNotEmpty(let path), .verificationFailed(let path), .incompleteDelivery(let path, _):
            object.add("path", name: path.bytes)
        default: break
        }
        object.add("message", ProblemText(preset).sentence(problem))
        return object
    }

    static func progress(_ progress: Progress) -> JSONText {
        var object = event("progress")
        object.add("scanned", progress.scanned)
        object.add("scanning", progress.scanIsRunning)
        object.add("files_planned", progress.filesPlanned)
        object.add("files_done", progress.filesDone)
        object.add("bytes_planned", progress.bytesPlanned)
        object.add("bytes_done", progress.bytesDone)
        return object
    }

    static func summary(_ result: SyncResult) -> JSONText {
        let statistics = result.statistics
        var object = event("summary")
        object.add("status", result.status.rawValue)
        object.add("entries", counts(statistics.entries))
        object.add("created", counts(statistics.created))
        object.add("deleted", counts(statistics.deleted))
        object.add("files_transferred", statistics.filesTransferred)
        object.add("metadata_changed", statistics.metadataChanged)
        object.add("total_size", statistics.totalSize)
        object.add("transferred_size", statistics.transferredSize)
        object.add("sent", statistics.literalBytes)
        object.add("reused", statistics.matchedBytes)
        if statistics.composedInVain > 0 { object.add("composed_in_vain", statistics.composedInVain) }
        if statistics.unconfirmable > 0 { object.add("unconfirmable", statistics.unconfirmable) }
        object.add("verified", verified(statistics))
        object.add("agreed", statistics.agreed)
        object.add("described", statistics.described)
        object.add("waiting", statistics.waiting)
        if !statistics.requests.isEmpty { object.add("requests", requests(statistics)) }
        object.add("errors", statistics.errors)
        object.add("replaced_in_steps", statistics.replacedInSteps)
        object.add("vanished", statistics.vanished)
        object.add("scan_seconds", seconds: statistics.scanSeconds)
        object.add("seconds", seconds: statistics.totalSeconds)
        return object
    }

    static func event(_ name: String) -> JSONText {
        var object = JSONText()
        object.add("event", name)
        return object
    }

    private static func counts(_ counts: KindCounts) -> JSONText {
        var object = JSONText()
        object.add("files", counts.files)
        object.add("directories", counts.directories)
        object.add("symlinks", counts.symlinks)
        object.add("devices", counts.devices)
        object.add("specials", counts.specials)
        return object
    }

    private static func requests(_ statistics: Statistics) -> JSONText {
        var object = JSONText()
        for request in statistics.requestsByName { object.add(request.name, request.count) }
        return object
    }

    private static func verified(_ statistics: Statistics) -> JSONText {
        var object = JSONText()
        for level in VerificationLevel.allCases {
            object.add(level.rawValue.split(separator: " ").joined(separator: "_"), statistics.verified[level] ?? 0)
        }
        return object
    }
}

extension JSONText {
    mutating func addEntry(_ entry: Entry) {
        add("path", name: entry.path.bytes)
        add("kind", entry.kind.name)
        if entry.kind == .file { add("size", entry.size) }
        if let modified = entry.modified { add("modified", modified.decimal) }
        if let permissions = entry.permissions { add("permissions", String(permissions, radix: 8)) }
        if let owner = entry.owner {
            add("user", owner.user)
            add("group", owner.group)
        }
        if let target = entry.linkTarget { add("target", name: target) }
    }
}

extension Problem.Severity {
    fileprivate var name: String {
        switch self {
        case .note: "note"
        case .warning: "warning"
        case .vanished: "vanished"
        case .error: "error"
        case .fatal: "fatal"
        }
    }
}

extension Changes {
    fileprivate var names: [String] {
        let all: [(Changes, String)] = [
            (.content, "content"), (.size, "size"), (.modified, "modified"), (.modifiedToNow, "modified_to_now"),
            (.permissions, "permissions"), (.owner, "owner"), (.group, "group"), (.accessed, "accessed"),
        ]
        return all.filter { contains($0.0) }.map { $0.1 }
    }
}
