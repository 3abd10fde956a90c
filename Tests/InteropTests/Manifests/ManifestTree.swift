import Harness

/// A tree in a fresh directory, with names that break formats.
struct ManifestTree: ~Copyable {
    let directory = TemporaryDirectory()

    /// The names of the files, below `tree`.
    static let names = ["a.csv", "sub/b c", "sub/*d", " e", "f)", "g,h", "-i", "é"]
    /// Names that not every dialect can hold.
    static let hardNames = ["n\nl", "b\\s", "c\rr", "#x"]

    init(hardNames: Bool = false) {
        sh("mkdir -p tree/sub")
        for (index, name) in (Self.names + (hardNames ? Self.hardNames : [])).enumerated() {
            directory.write(Array("line 1\nline \(index)\n".utf8), "tree/\(name)")
        }
        directory.write([], "tree/empty")
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
