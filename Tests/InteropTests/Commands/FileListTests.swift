import Harness
import Testing

/// `--files-from` beside the installed rsync.
@Suite("--files-from")
struct FileListTests {
    private static let tree = """
        mkdir -p src/a/b/c src/d src/e/f; for f in a/x a/b/y a/b/c/z d/w e/f/v top a-b; do echo $f > src/$f; done
        ln -s x src/a/link; find src -exec touch -h -d @1000000000 {} +

        """

    @Test("without the directory that names count from nothing is made", arguments: ["", "a"])
    func missingBase(_ name: String) {
        let shell = Shell()
        let outcome = shell.run(
            """
            printf '%s' '\(name)' > list; touch file
            for source in nowhere/ file; do for program in rsync 'ferry rsync'; do
                $program -a --files-from=list $source copy > /dev/null 2>&1; echo $?
            done; done; ls
            """)
        #expect(outcome.outputText == "3\n3\n3\n3\nfile\nlist\n", "\(outcome.outputText)")
    }

    @Test(
        "the same names are copied, told and missed as by rsync",
        arguments: [
            "a/x top", "a/b", "a/b/", "a/b/c/ d", "./a/x", "a/./b/y e/f/", "a-b a a/x", ".", "top nowhere",
            "nothing/at/all top", "a/link", "/d/w",
        ], ["", "-r", "--no-relative", "--no-implied-dirs", "--exclude=y --exclude=/d", "-r --delete"])
    func agrees(_ names: String, _ options: String) {
        let shell = Shell()
        let lines = names.split(separator: " ").joined(separator: "\\n")
        let outcome = shell.run(
            Self.tree + """
                printf '\(lines)\\n' > list; mkdir -p one/a/b two/a/b; touch one/a/b/old two/a/b/old
                rsync -ai \(options) --out-format='%i %n%L' --files-from=list src one > first; echo $? >> first
                ferry rsync -ai \(options) --out-format='%i %n%L' --files-from=list src two > second; echo $? >> second
                sort first > first.sorted; sort second | diff first.sorted - && diff -r --no-dereference one two
                """)
        #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
    }

    @Test("a list comes from standard input too, its names ended by newlines or NUL bytes")
    func reading() {
        let shell = Shell()
        let script = Self.tree + "printf 'top\\n# no name\\na-b\\n' | ferry sync --files-from=- src one; ls one"
        #expect(shell.look(script) == "a-b\ntop\n")
        #expect(
            shell.look("printf 'top\\0a/x' | ferry sync -0 --files-from=- src two; find two -type f | sort")
                == "two/a/x\ntwo/top\n")
        let missing = shell.run("ferry sync --files-from=nowhere src one")
        #expect(missing.status == 1)
        #expect(missing.errorText == "ferry: cannot read 'nowhere': No such file or directory\n")
    }

    @Test(
        "a list without names copies and deletes nothing, as with rsync",
        arguments: ["", "# a\\n", "\\n"],
        ["new/", "new", "old", "old/x", "-n new/", "--delete old", "-r --delete old/", "-0 old", "--list-only old"])
    func empty(_ text: String, _ words: String) {
        let shell = Shell()
        for program in ["rsync", "ferry rsync", "ferry sync"] {
            let outcome = shell.run(
                Self.tree + """
                    rm -rf new old; mkdir old; touch old/x old/y; printf '\(text)' > list
                    \(program) --files-from=list src/ \(words); echo $? $(ls -d new old/* 2> /dev/null)
                    """)
            // In a list for -0 a newline is a name.
            if text == "\\n", words.hasPrefix("-0") { continue }
            // Of what would be one new name, rsync makes nothing; ferry makes the directory that was named.
            let made = words == "new/" || (words == "new" && program == "ferry sync") ? "new " : ""
            let isRefused = words == "old/x" && program == "ferry sync"
            #expect(
                outcome.outputText.hasSuffix("\(isRefused ? 3 : 0) \(made)old/x old/y\n"),
                "\(program): \(outcome.outputText)\(outcome.errorText)")
        }
    }

    @Test("missing names are errors, or nothing, or deleted at the destination")
    func missing() {
        let shell = Shell()
        _ = shell.run(Self.tree + "printf 'top\\nold\\n' > list; mkdir dst; touch dst/old")
        #expect(shell.run("ferry sync --files-from=list src dst").status == 23)
        #expect(shell.run("ferry sync --ignore-missing-args --files-from=list src dst").status == 0)
        #expect(
            shell.look("ferry sync -i --delete-missing-args --files-from=list src dst; ls dst")
                == "*deleting   old\ntop\n")
    }

    @Test("--mkpath makes the way to the destination")
    func makesPath() {
        let shell = Shell()
        #expect(shell.run(Self.tree + "ferry sync src/top p/q/r").status != 0)
        #expect(shell.look("ferry sync --mkpath src/top p/q/r; cat p/q/r") == "top\n")
        #expect(shell.look("ferry sync --mkpath src/d s/t/; ls s/t") == "d\n")
    }
}
