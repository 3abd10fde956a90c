import Harness

/// A tree in a fresh directory, with names that break formats.
struct ManifestTree: ~Copyable {
    let directory = TemporaryDirectory()

    /// The names of the files, below `tree`.
    static let names = ["a.csv", "sub/b c", "sub/*d", " e", "f)", "g,h", "-i", "é"]
    /// Names that not every dialect can hold.
    static let hardNames = ["n\nl", "b\\s", "c\rr", "#x"]

    /// Names that break programs which split, trim, quote or decode.
    static let oddNames = [
        "tab\tx", "two  sp", " *lead", "trail ", "x) = y", "%41%0A", ";semi", "q\"uote", "back\\", "\\n", "..x",
        "\u{1}\u{1f}\u{7f}", String(repeating: "a", count: 255),
    ]
    /// How many files there are under odd names: one of them is not UTF-8.
    static let oddCount = oddNames.count + 1

    init(hardNames: Bool = false, oddNames: Bool = false) {
        sh("mkdir -p tree/sub")
        let names = Self.names + (hardNames ? Self.hardNames : []) + (oddNames ? Self.oddNames : [])
        for (index, name) in names.enumerated() {
            directory.write(Array("line 1\nline \(index)\n".utf8), "tree/\(name)")
        }
        directory.write([], "tree/empty")
        if oddNames { sh("printf 'not UTF-8' > \"tree/$(printf '\\377\\376')\"") }
    }

    var tree: String { directory.file("tree") }

    /// Runs a shell's command in the directory.
    @discardableResult
    func sh(_ command: String) -> Program.Outcome {
        Program("sh").run(["-c", command], in: directory.path)
    }

    /// Runs ferry in the tree.
    func ferry(_ arguments: String...) -> Program.Outcome {
        Program.ferry.run(arguments, in: tree)
    }

    /// Runs another program in the tree.
    func run(_ program: String, _ arguments: String...) -> Program.Outcome {
        Program(program).run(arguments, in: tree)
    }
}
