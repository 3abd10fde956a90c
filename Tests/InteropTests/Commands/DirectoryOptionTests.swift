import Harness
import Testing

/// Options that name directories, whose names are bytes.
@Suite("options that name directories")
struct DirectoryOptionTests {
    private static let trees = """
        odd=$(printf 'd\\377\\351r'); mkdir src dst "$odd"; echo new > src/changed; echo old > dst/changed; touch -d @1 dst/changed
        echo same > src/same; cp -a src/same "$odd/same"

        """

    @Test("--backup-dir that is not UTF-8")
    func backups() {
        #expect(
            Shell().look(Self.trees + "ferry sync --backup-dir=\"../$odd\" src/ dst; cat \"$odd/changed\"") == "old\n")
        #expect(
            Shell().look(Self.trees + "ferry sync --backup-dir=\"$odd\" src/ dst; cat \"dst/$odd/changed\"") == "old\n")
    }

    @Test("--temp-dir that is not UTF-8, and one that is not there")
    func temporary() {
        let script = "ferry sync --temp-dir=\"../$odd\" src/ dst && diff -r src dst && ls \"$odd\""
        #expect(Shell().look(Self.trees + script) == "same\n")
        let shell = Shell()
        let missing = shell.run(Self.trees + "ferry sync --temp-dir=\"$odd\" src/ dst")
        #expect(missing.status == 1)
        #expect(
            missing.errorText
                == "ferry: the directory for temporary files does not exist: 'd\\#377\\#351r' on dst\n")
        #expect(shell.look("cat dst/changed") == "old\n")
    }

    @Test("reference trees that are not UTF-8", arguments: [("compare", 0), ("copy", 1), ("link", 2)])
    func references(_ option: String, _ links: Int) {
        let script = "ferry sync --\(option)-dest=\"../$odd\" src/ dst; stat -c %h dst/same 2> none || echo 0"
        #expect(Shell().look(Self.trees + script) == "\(links)\n")
    }
}
