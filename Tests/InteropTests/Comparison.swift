import Glibc
import Harness

/// What one program made of a scenario.
private struct Result {
    let status: Int32
    let items: [String]
    let tree: TreeSnapshot
    let messages: String

    /// rsync 3.5 ends with a protocol error, or never, over hard links of which another source, or a reference tree, has the first
    /// name.
    var gaveUp: Bool {
        if status == Self.outOfTime { return true }
        let signs = ["hard-link gnum", "(finish_hard_link)", "File-list index"]
        return status == 2 && signs.contains { messages.contains($0) }
    }

    /// The status of `timeout`.
    private static let outOfTime: Int32 = 124

    /// It follows a symlink to a directory above as often as the kernel does; under -K it refuses to do what is right.
    var isLedAstray: Bool { messages.contains("Too many levels of symbolic links") }

    /// Of a directory in the way, it removes as much as --max-delete permits, and keeps the rest.
    var removesPart: Bool { messages.contains("could not make way") && messages.contains("--max-delete") }

    /// Without the second line of files that rsync sends twice: appended to what turned out to be something else, then whole.
    var itemsOnce: [String] {
        let (before, after) = ("WARNING: ", " failed verification -- update retained (will try again).")
        let again = messages.split(separator: "\n").filter { $0.hasPrefix(before) && $0.hasSuffix(after) }
            .map { $0.dropFirst(before.count).dropLast(after.count) }
        return items.filter { item in !again.contains { item.hasPrefix(">f..") && item.hasSuffix(" \($0)") } }
    }
}

extension Scenario {
    /// Under -c rsync reads all files of the sources, ferry those whose content decides anything.
    fileprivate var accessTimes: TreeSnapshot.AccessTimes {
        has("-U") ? has("-c") ? .below("dst") : .all : .none
    }
}

/// Runs a scenario with two programs, each on its own copy of the trees.
struct Comparison: Sendable {
    let reference: Program
    let subject: Program
    /// Whose trees they are, and who runs the programs; nil is whoever runs the tests.
    var account: UInt32?

    static let rsync = Program("timeout", leading: ["--kill-after=1", "60", "rsync"])
    static let ferry = Program("timeout", leading: ["--kill-after=1", "60", Program.ferry.path, "rsync"])

    private static let deletionLimit: Int32 = 25

    /// In what they differ, `<` what only the reference has; empty when they agree.
    func differences(_ scenario: Scenario) -> [String] {
        let directory = TemporaryDirectory()
        if account != nil { chmod(directory.path, 0o711) }
        let start = time(nil) - 1
        let first = run(reference, scenario, in: "\(directory.path)/reference", start: start)
        let second = run(subject, scenario, in: "\(directory.path)/subject", start: start)

        if first.gaveUp || first.isLedAstray { return [] }
        var differences: [String] = []
        // Below a file that stands for a directory rsync fails, or sets a directory's time, where ferry leaves out what it
        // was told to.
        let failsBelowFiles = scenario.has("--ignore-existing") && scenario.hasFileForDirectory
        if first.status != second.status && !failsBelowFiles {
            differences.append("status \(first.status) against \(second.status)")
        }
        // rsync deletes in each directory before it has scanned what is below; ferry nothing after a failed scan.
        let deletesLess = first.messages.contains("symlink has no referent") && scenario.deletes
        let isExempt = scenario.hasNewerLink || scenario.hasLinkInReference || scenario.copiesOverOthers
        if deletesLess || isExempt || first.removesPart { return differences }
        if first.status == Self.deletionLimit {
            // Which entries stay when the limit is reached is an accident of order; how many do is not.
            let counts = (first.items.count, second.items.count)
            if counts.0 != counts.1 { differences.append("\(counts.0) items against \(counts.1)") }
        } else {
            if !scenario.itemsDependOnOrder && !failsBelowFiles {
                differences += Self.lineDifferences(first.itemsOnce, second.items)
            }
            if !failsBelowFiles { differences += TreeSnapshot.differences(first.tree, second.tree) }
        }
        if differences.isEmpty { return [] }
        return differences + ["messages: \(first.messages)", "against: \(second.messages)"]
    }

    private func run(_ program: Program, _ scenario: Scenario, in directory: String, start: Int) -> Result {
        scenario.write(to: directory)
        var program = program
        if let account {
            let owner = "\(account):\(account)"
            _ = Program("chown").run(["--recursive", "--no-dereference", owner, directory])
            let words = ["--reuid=\(account)", "--regid=\(account)", "--clear-groups", program.path]
            program = Program("setpriv", leading: words + program.leading)
        }
        let outcome = program.run(
            scenario.arguments, in: directory, environment: ["LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": directory])
        return Result(
            status: outcome.status,
            items: outcome.outputText.split(separator: "\n").map(String.init).filter(Self.isItem).sorted(),
            tree: TreeSnapshot(of: directory, start: start, accessTimes: scenario.accessTimes),
            messages: outcome.errorText)
    }

    /// Whether a line has the form of `%i %n%L`, rather than being a message.
    private static func isItem(_ line: String) -> Bool {
        let bytes = Array(line.utf8.prefix(12))
        if line.hasPrefix("*deleting   ") { return true }
        return bytes.count == 12 && bytes[11] == 0x20 && "<>ch.".utf8.contains(bytes[0])
            && "fdLDS".utf8.contains(bytes[1])
    }

    private static func lineDifferences(_ first: [String], _ second: [String]) -> [String] {
        let difference = second.difference(from: first)
        return difference.removals.map { line($0, "<") } + difference.insertions.map { line($0, ">") }
    }

    private static func line(_ change: CollectionDifference<String>.Change, _ side: String) -> String {
        switch change {
        case .insert(_, let element, _), .remove(_, let element, _): "\(side) \(element)"
        }
    }
}
