import Harness

/// A source, a destination, merge files in both and above, and a command line's rules; all at random.
struct FilterScenario: CustomStringConvertible {
    /// One option with its value.
    enum Option: Hashable {
        case filter(String), exclude(String), include(String), excludeFrom(String), includeFrom(String)
        case rsyncFilter, cvs, deleteExcluded, fromNUL
    }

    /// Paths relative to the place; directories end in a slash. Files map to their content.
    var files: [String: String] = [:]
    var options: [Option] = []
    var cvsVariable = ""
    /// `src/` rather than `src`.
    var sendsContents: Bool

    init(using random: inout SeededGenerator) {
        sendsContents = !random.oneIn(4)
        for tree in ["place/src/", "place/dst/"] {
            addTree(tree == "place/dst/" && !sendsContents ? tree + "src/" : tree, depth: 0, &random)
        }
        files["place/dst/"] = ""
        let nulSeparated = random.oneIn(6)
        if nulSeparated { options.append(.fromNUL) }
        var rules = FilterRuleGenerator(hasSidedMerges: random.oneIn(2), nulSeparated: nulSeparated)
        for option in 0..<Int.random(in: 0...6, using: &random) { addOption(option, &rules, &random) }
        addMergeFiles(rules, &random)
        for option in [Option.rsyncFilter, .rsyncFilter, .cvs, .deleteExcluded] where random.oneIn(5) {
            options.insert(option, at: Int.random(in: 0...options.count, using: &random))
        }
        cvsVariable = random.oneIn(3) ? random.pick(["a.c", "! *.h", "d2 #x"]) : ""
        files["home/.cvsignore"] = random.pick(["b.h\n\nd*", "!", "[ab]*"])
    }

    static let directories = ["d1", "d2", "sub", "e", "CVS", "x y"]
    static let names = ["a.c", "b.h", "a.o", "core", "file", "foo", "f[1]", "back\\slash", "z*", ".hid"]

    private mutating func addTree(_ directory: String, depth: Int, _ random: inout SeededGenerator) {
        files[directory] = ""
        for name in Self.names where random.oneIn(3) { files[directory + name] = name }
        if depth == 3 { return }
        for name in Self.directories where random.oneIn(depth + 2) {
            addTree(directory + name + "/", depth: depth + 1, &random)
        }
    }

    private mutating func addOption(_ index: Int, _ rules: inout FilterRuleGenerator, _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: options.append(.exclude(rules.oldStyle(&random)))
        case 1: options.append(.include(rules.oldStyle(&random)))
        case 2:
            files["list\(index)"] = rules.oldStyleFile(&random)
            options.append(random.oneIn(2) ? .excludeFrom("../list\(index)") : .includeFrom("../list\(index)"))
        case 3:
            files["list\(index)"] = rules.file(&random, nested: false)
            options.append(.filter("merge ../list\(index)"))
        case 4: options.append(.filter(rules.directoryMerge(&random)))
        default: options.append(.filter(rules.rule(&random)))
        }
    }

    /// Rule files in some directories, above the trees too.
    private mutating func addMergeFiles(_ rules: FilterRuleGenerator, _ random: inout SeededGenerator) {
        let directories = files.keys.filter { $0.hasSuffix("/") }.sorted() + ["", "place/"]
        for directory in directories {
            for name in [".rules", ".other", ".rsync-filter"] where random.oneIn(3) {
                var local = rules
                files[directory + name] = local.file(&random, nested: directory.hasPrefix("place/"))
            }
            if random.oneIn(5) {
                files[directory + ".cvsignore"] = random.pick(["a.* d1", "!", "*.h\nfoo\r\n", "file !"])
            }
            if random.oneIn(5) {
                files[directory + ".plain"] = rules.lines(
                    random.pick([["a.c", "/b.h", ";x"], ["d1/", "- foo"], ["*o*"]]))
            }
            if random.oneIn(5) {
                files[directory + ".words"] = random.pick(["-_a.c +_b.h", "-_/d2/\n!\n-_foo", "+_*.c\t-_*.?"])
            }
        }
    }

    /// Makes the files below this directory.
    func make(in place: String) {
        let directories = files.keys.filter { $0.hasSuffix("/") } + ["home", "empty"]
        _ = Program("mkdir").run(["-p", "--"] + directories.sorted(), in: place)
        for (name, content) in files where !name.hasSuffix("/") { writeFile(content, to: place + "/" + name) }
    }

    var description: String {
        let shown = files.filter { $0.key.contains("/.") || $0.key.hasPrefix("list") }.sorted { $0.key < $1.key }
        return "\(options) contents=\(sendsContents) CVSIGNORE=\(cvsVariable) \(shown) \(files.keys.sorted())"
    }
}
