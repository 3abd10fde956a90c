import FerryCore
import Harness

extension Scenario {
    /// Options: what is copied, then a few of everything else. Combinations that rsync refuses are few, and welcome.
    mutating func chooseOptions(using generator: inout SeededGenerator) {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<55: options.append(["-a"])
        case 55..<90:
            options.append(["-r"])
            options += ["-l", "-p", "-t", "-g", "-o", "-D"].filter { _ in generator.chance(50) }.map { [$0] }
        case 90..<95: options.append(["-d"])
        default: options += ["-l", "-t"].filter { _ in generator.chance(50) }.map { [$0] }
        }
        let count = generator.pick(weighted: [(10, 0), (20, 1), (25, 2), (20, 3), (10, 5), (5, 8)])
        for _ in 0..<count { addOption(using: &generator) }
        // With --append, rsync 3.5 goes on where a file of similar name ends, and leaves out what a reference tree has
        // longer.
        if options.contains(where: { $0[0].hasPrefix("--append") }) {
            options.removeAll { $0 == ["--fuzzy"] || $0[0].hasSuffix("/ref") }
        }
        // Without -p, rsync gives a new file the permissions of the similar one that it began with.
        let keepsPermissions = options.contains { ["-a", "-p"].contains($0[0]) } && !options.contains(["--no-perms"])
        if !keepsPermissions { options.removeAll { $0 == ["--fuzzy"] } }
        // What it copies out of the way of --inplace, it copies only within the destination.
        if has("--inplace") || has("--append") || has("--append-verify") {
            options = options.map { $0 == ["-b", "--backup-dir=../backup"] ? ["-b", "--backup-dir=kept"] : $0 }
        }
        // It removes sources of which nothing but a tree to compare with has the content.
        if has("--remove-source-files") { options.removeAll { $0[0].hasPrefix("--compare-dest") } }
        options.append(["-i", "--out-format=%i %n%L"])
    }

    private mutating func addOption(using generator: inout SeededGenerator) {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<30: options.append([generator.pick(Self.switches)])
        case 30..<40: options.append([generator.pick(Self.deletions)])
        case 40..<55: addSelection(using: &generator)
        case 55..<65: addComparison(using: &generator)
        case 65..<80: addWriting(using: &generator)
        case 80..<90: addLinks(using: &generator)
        default: addMetadata(using: &generator)
        }
    }

    private static let switches = [
        "-H", "-E", "-R", "-d", "-S", "-W", "-c", "-I", "-u", "-n", "-v", "-vv", "-h", "-x", "-b", "-O", "-J", "-F",
        "-C",
        "-m", "-ii", "-z", "-U", "--numeric-ids", "--no-perms", "--no-times", "--no-links", "--no-D", "--no-r",
        "--no-implied-dirs", "--devices", "--specials", "--no-owner", "--no-group", "--no-whole-file", "--stats",
        "--bwlimit=10m", "--timeout=60", "--fuzzy", "--preallocate", "--one-file-system", "--blocking-io", "-8",
    ]

    private static let deletions = [
        "--delete", "--delete", "--delete-before", "--delete-during", "--delete-delay", "--delete-after",
        "--delete-excluded", "--force", "--ignore-errors", "--max-delete=1", "--max-delete=0", "--del",
        "--delete-missing-args", "--ignore-missing-args",
    ]

    private mutating func addSelection(using generator: inout SeededGenerator) {
        let pattern = Rules.pattern(using: &generator)
        switch Int.random(in: 0..<12, using: &generator) {
        case 0, 1: options.append(["--exclude=\(pattern)"])
        case 2: options.append(["--include=\(pattern)", "--exclude=\(Rules.pattern(using: &generator))"])
        case 3, 4, 5, 6:
            let rule = Rules.commandLineRule(using: &generator)
            options.append(["--filter=\(rule)"])
            files["rules"] = Rules.full.randomText(using: &generator)
            files["patterns"] = Rules.patterns.randomText(using: &generator)
        case 7:
            options.append(["--exclude-from=patterns"])
            files["patterns"] = Rules.patterns.randomText(using: &generator)
        case 8:
            options.append(["--include-from=more-patterns", "--exclude=\(pattern)"])
            files["more-patterns"] = Rules.patterns.randomText(using: &generator)
        case 9: options.append([generator.pick(["--min-size=700", "--min-size=1", "--min-size=1k"])])
        case 10: options.append([generator.pick(["--max-size=700", "--max-size=1K-1", "--max-size=0"])])
        default: addFileList(using: &generator)
        }
    }

    private mutating func addFileList(using generator: inout SeededGenerator) {
        guard files["list"] == nil, operands == ["src/", "dst/"] else { return }
        let paths = trees["src", default: Tree()].sorted.filter { !$0.path.bytes.contains(0x0a) }
        var names = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            guard !paths.isEmpty else { return "missing" }
            let (path, node) = generator.pick(paths)
            let name = String(decoding: path.bytes, as: UTF8.self)
            // What lies behind a symlink may exist.
            if case .symlink = node.kind, generator.chance(50) { return name + generator.pick(["/", "/a", "/b"]) }
            return name + (node.kind == .directory && generator.chance(30) ? "/" : "")
        }
        if generator.chance(10) { names.append("missing") }
        let isNulSeparated = generator.chance(20)
        files["list"] = names.joined(separator: isNulSeparated ? "\0" : "\n") + (isNulSeparated ? "\0" : "\n")
        options.append(["--files-from=list"] + (isNulSeparated ? ["-0"] : []))
    }

    private mutating func addComparison(using generator: inout SeededGenerator) {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: options.append(["--existing"])
        case 1: options.append(["--ignore-existing"])
        case 2: options.append(["--size-only"])
        case 3: options.append([generator.pick(["--modify-window=1", "--modify-window=-1", "-@2"])])
        default:
            trees["ref"] = trees["src", default: Tree()].mutated(using: &generator)
            // rsync 3.5 takes a relative reference tree of a destination that is not there from beside it.
            trees["dst"] = trees["dst", default: Tree()]
            let option = generator.pick(["--compare-dest", "--copy-dest", "--link-dest"])
            options.append(["\(option)=../ref"])
        }
    }

    private mutating func addWriting(using generator: inout SeededGenerator) {
        let option: [String] = generator.pick([
            ["-b"], ["--backup", "--suffix=.old"], ["-b", "--backup-dir=../backup"], ["-b", "--backup-dir=kept"],
            ["--partial"], ["--partial-dir=.partial"], ["--inplace"], ["--append"], ["--append-verify"],
            ["--delay-updates"], ["--remove-source-files"], ["--inplace", "-S"], ["--no-whole-file", "-B700"],
            ["-T", "/tmp"], ["--temp-dir=/tmp", "-b"], ["--no-whole-file", "--inplace"], ["--no-whole-file", "-S"],
            ["--no-whole-file", "--partial-dir=.partial"],
        ])
        options.append(option)
    }

    private mutating func addLinks(using generator: inout SeededGenerator) {
        options.append([
            generator.pick([
                "-L", "-k", "-K", "--copy-unsafe-links", "--safe-links", "--munge-links", "-H", "-l", "--copy-links",
            ])
        ])
    }

    private mutating func addMetadata(using generator: inout SeededGenerator) {
        let anywhere = [
            "--chmod=D700,F600", "--chmod=u+x,go-w", "--chmod=a+rX", "--chmod=F-x", "--chmod=Dg+s", "-p", "-t",
        ]
        let asRoot = ["--chown=1:12345", "--usermap=0:1,*:2", "--groupmap=12345:0", "--chown=:1", "-o", "-g", "-og"]
        let isRoot = TreeLimits.ofThisProcess.isRoot
        options.append([generator.pick(isRoot ? anywhere + asRoot : anywhere)])
    }
}
