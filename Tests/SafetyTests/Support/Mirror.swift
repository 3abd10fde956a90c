import Glibc
import Harness

/// A source and a destination with a bit of everything to do, for runs that are cut off.
struct Mirror: ~Copyable {
    let box = Sandbox()
    /// By path; nil is a directory.
    let wanted: [String: String?]
    let old: [String: String?]

    static let options = ["--delete", "--parallel=1"]

    init() {
        let large = String(repeating: "0123456789", count: 20_000)
        wanted = [
            "changed": "new text", "same": "same", "dir": nil, "dir/new": "new", "dir/sub": nil, "dir/sub/deep": "deep",
            "large": large, "was-file": nil, "was-file/x": "x", "was-dir": "a file",
        ]
        old = [
            "changed": "old text", "same": "same", "dir": nil, "dir/gone": "gone", "dir/sub": nil,
            "dir/sub/deep": "was deep", "large": String(large.dropLast(7)), "was-file": "a file", "was-dir": nil,
            "was-dir/y": "y", "extra": nil, "extra/more": "more", "zz": "gone",
        ]
        fill(box.source, with: wanted, modified: 2_000_000)
        fill(box.destination, with: old, modified: 1_000_000)
        let same = box.source + "/same"
        box.write("same", to: same, modified: 1_000_000)
    }

    private func fill(_ root: String, with tree: [String: String?], modified seconds: Int) {
        for path in tree.keys.sorted() {
            if let content = tree[path]! {
                box.write(content, to: root + "/" + path, modified: seconds)
            } else {
                mkdir(root + "/" + path, 0o755)
            }
        }
    }

    var arguments: [String] { ["sync"] + Self.options + [box.source + "/", box.destination + "/"] }

    /// What is not as it must be at every moment: each file old or new, whole; nothing deleted before all is transferred.
    func violations() -> [String] {
        var found: [String] = []
        // Staged files, and those that wait for the end of the run, have names of their own.
        let names = Set(box.names(in: box.destination).filter { !$0.contains(".ferry-") && !$0.contains(".~tmp~") })
        for name in names {
            guard let content = box.read(box.destination + "/" + name), !isDirectory(name) else { continue }
            let allowed = [wanted[name], old[name]].compactMap { $0 ?? nil }
            if !allowed.contains(content) { found.append("\(name) is neither old nor new") }
        }
        for name in ["changed", "same", "large", "dir/sub/deep"] where !names.contains(name) {
            found.append("\(name) is gone")
        }
        let deleted = ["extra", "extra/more", "dir/gone", "zz"].filter { !names.contains($0) }
        if !deleted.isEmpty {
            for (path, content) in wanted where content.map({ box.read(box.destination + "/" + path) != $0 }) ?? false {
                found.append("\(deleted) went before \(path) came")
            }
        }
        return found
    }

    /// What differs from the wanted tree, litter included.
    func differences() -> [String] {
        let names = Set(box.names(in: box.destination))
        let contents = wanted.filter { path, content in
            content.map { box.read(box.destination + "/" + path) != $0 } ?? false
        }
        return names.symmetricDifference(wanted.keys).sorted() + contents.keys.sorted()
    }

    private func isDirectory(_ name: String) -> Bool {
        var status = stat()
        return lstat(box.destination + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// strace(1) tampers with system calls: it makes the nth one fail, or sends a signal when it begins.
struct Tampering {
    let call: String
    /// `signal=KILL`, `error=EIO` and the like, see strace(1).
    let effect: String
    let nth: Int

    func run(_ arguments: [String]) -> Program.Outcome {
        let options = [
            "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "signal=none", "-e",
            "inject=\(call):\(effect):when=\(nth)",
        ]
        return Program("strace").run(options + [Program.ferry.path] + arguments)
    }
}
