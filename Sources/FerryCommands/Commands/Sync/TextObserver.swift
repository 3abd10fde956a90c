internal import FerryCore
internal import FerrySync

/// Plain lines, for trying the engine.
struct TextObserver: SyncObserver {
    func observe(_ event: SyncEvent) {
        switch event {
        case .item(let report): print(line(report))
        case .problem(let problem): StandardError.write("ferry: \(problem.kind) \(problem.severity)")
        case .progress: break
        }
    }

    private func line(_ report: ItemReport) -> String {
        let kind: String = switch report.entry.kind {
        case .file: "f"
        case .directory: "d"
        case .symlink: "L"
        case .characterDevice, .blockDevice: "D"
        case .fifo, .socket: "S"
        }
        let dir = report.entry.isDirectory ? "/" : ""
        let path = report.entry.path.isRoot ? "./" : "\(report.entry.path)\(dir)"
        if report.action == .delete { return "*deleting   \(path)" }
        let isReference = report.reason == .inReferenceTree
        let first: String = switch report.action {
        case .create, .update: isReference ? "c" : ">"
        case .make: "c"
        case .link: "h"
        default: "."
        }
        var flags = ""
        let c = report.changes
        if report.isNew { flags = "+++++++++" } else {
            flags += c.contains(.content) ? "c" : "."
            flags += c.contains(.size) && kind != "L" ? "s" : "."
            flags += c.contains(.modified) ? "t" : c.contains(.modifiedToNow) ? "T" : "."
            flags += c.contains(.permissions) ? "p" : "."
            flags += c.contains(.owner) ? "o" : "."
            flags += c.contains(.group) ? "g" : "."
            flags += c.contains(.accessed) ? "u" : "."
            flags += ".."
            if first != ">" && flags == "........." { flags = "         " }
        }
        var tail = ""
        if let to = report.linkedTo, !to.isRoot { tail = " => \(to)" }
        if kind == "L", let t = report.entry.linkTarget { tail = " -> \(DisplayName.escaping(t))" }
        return first + kind + flags + " " + path + tail
    }
}
