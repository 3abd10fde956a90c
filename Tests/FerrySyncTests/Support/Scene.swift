import FerryCore
import FerryEndpoints
import FerrySync

/// Two trees, before a run: the wanted one, and what the destination holds.
struct Scene {
    let wanted: TreeModel
    let old: TreeModel
    let source: MemoryEndpoint
    let destination: MemoryEndpoint

    init(wanted: TreeModel, old: TreeModel, in place: MemoryOptions = MemoryOptions()) throws {
        self.wanted = wanted
        self.old = old
        source = MemoryEndpoint(MemoryOptions(pageSize: place.pageSize))
        destination = MemoryEndpoint(place)
        try source.write(wanted)
        try destination.write(old)
    }

    /// A bit of everything: new, changed, unchanged and extraneous entries, files and directories that change places.
    static func ordinary(_ place: MemoryOptions = MemoryOptions(pageSize: 3)) throws -> Scene {
        try Scene(
            wanted: [
                "changed": .file("new text", at: 2000), "same": .file("same"), "dir": .directory(),
                "dir/new": .file("new in dir"), "dir/sub": .directory(), "dir/sub/deep": .file("deep", at: 2000),
                "link": .symlink("dir/new"), "was-dir": .file("now a file"), "was-file": .directory(),
                "was-file/x": .file("x"), "z": .file(String(repeating: "z", count: 9000)),
            ],
            old: [
                "changed": .file("old text"), "same": .file("same"), "dir": .directory(), "dir/gone": .file("gone"),
                "dir/sub": .directory(), "dir/sub/deep": .file("was deep"), "extra": .directory(),
                "extra/more": .file("more"), "link": .symlink("elsewhere"), "was-dir": .directory(),
                "was-dir/y": .file("y"), "was-file": .file("was a file"), "zz": .file("gone"),
            ],
            in: place)
    }

    /// What the destination is not as wanted in.
    var differences: String {
        guard let now = try? destination.model() else { return "unreadable" }
        return Set(now.nodes.keys).union(wanted.nodes.keys).filter { now[$0] != wanted[$0] }.map { path in
            let states = [("old", old), ("wanted", wanted), ("now", now)].map {
                "\($0) \($1[path].map { "\($0)" } ?? "-")"
            }
            return "\n  \(path): \(states.joined(separator: ", "))"
        }.joined()
    }

    /// Names of the destination for which the sources have nothing: what only a finished run may delete.
    var extraneous: [RelativePath] {
        old.paths.filter { path in
            var above: RelativePath? = path
            while let place = above {
                if let node = wanted[place], place == path || !node.isDirectory { return false }
                above = place.parent
            }
            return true
        }
    }

    /// What must hold however a run ended: each file is the old one or the new one, whole; nothing was deleted after
    /// something had failed; no staged file is left. Returns the violations.
    func violations(_ run: RunOutcome) throws -> [String] {
        let now = try destination.model()
        var found: [String] = []
        for (path, node) in now.nodes where node.kind == .file {
            let contents = [wanted[path], old[path]].compactMap { $0 }.filter { $0.kind == .file }.map(\.content)
            if !contents.contains(node.content) { found.append("\(path) is neither old nor new: \(node)") }
        }
        if run.status != .success, run.log.failedBeforeDeleting(extraneous) {
            for path in extraneous where now[path] == nil { found.append("\(path) was deleted after an error") }
        }
        for (path, node) in old.nodes where wanted[path]?.kind == node.kind && now[path]?.kind != node.kind {
            found.append("\(path) is gone")
        }
        if destination.store.stagedFiles > 0 { found.append("staged files are left") }
        return found
    }
}

extension EventLog {
    /// Whether an error came before the first deletion of these entries; others make way during the transfers.
    func failedBeforeDeleting(_ extraneous: [RelativePath]) -> Bool {
        for event in all {
            switch event {
            case .item(let report) where report.action == .delete && extraneous.contains(report.entry.path):
                return false
            case .problem(let problem) where problem.severity >= .error:
                // One deletion that fails does not keep the others from happening.
                if case .endpoint(let error) = problem.kind, error.operation == .remove { continue }
                return true
            default: continue
            }
        }
        return false
    }
}

extension SyncOptions {
    /// Random files of one size and time differ in content.
    static var comparingContent: SyncOptions {
        var options = mirroring
        options.comparison.content = true
        return options
    }

    /// Deletes what is extraneous, with one worker, so that calls come in the same order every time.
    static var mirroring: SyncOptions {
        var options = SyncOptions()
        options.deletion.timing = .delay
        options.run.workers = 1
        return options
    }
}
