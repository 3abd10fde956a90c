import Harness
import Testing

@Suite("ferry check")
struct CheckCommandTests {
    private static let trees = """
        mkdir -p a/d a/both b/d; printf abc > a/f; printf abcde > b/f; printf x > a/kind; mkdir b/kind; \
        ln -s one a/link; ln -s two b/link; printf new > a/only; printf old > b/other; printf xyz > a/bytes; \
        printf xyw > b/bytes; touch -d @1000000000 a/bytes b/bytes; printf t > a/time; printf t > b/time; \
        touch -d @1 a/time; touch -d @2 b/time; printf s > a/same; cp -p a/same b/same; chmod 600 b/same
        """

    @Test("each difference is a line with its reason")
    func differences() {
        let shell = Shell()
        let outcome = shell.run(Self.trees + "; ferry check a b")
        #expect(outcome.status == 1)
        #expect(outcome.errorText == "")
        #expect(
            outcome.outputText == """
                missing: both/
                differs: f (size 3 -> 5)
                differs: kind (kind file -> directory)
                differs: link (target one -> two)
                missing: only
                extra: other
                differs: time (time 1970/01/01 00:00:01 -> 1970/01/01 00:00:02)
                4 entries are the same, 4 differ, 2 are missing, 1 is extra

                """)
    }

    @Test("-c reads, and then times say nothing")
    func content() {
        let shell = Shell()
        let outcome = shell.run(Self.trees + "; ferry check -c a/ b/ | sort")
        #expect(outcome.outputText.contains("differs: bytes (content)\n"))
        #expect(!outcome.outputText.contains("differs: time"))
        #expect(shell.run("ferry check -c --parallel=4 a/same b/same").status == 0)
        #expect(shell.run("ferry check -ct a/time b/time").status == 1)
    }

    @Test("metadata counts where an option asks for it")
    func metadata() {
        let shell = Shell()
        #expect(shell.run(Self.trees + "; ferry check a/same b/same").status == 0)
        let outcome = shell.run("ferry check -p a/same b/same")
        #expect(outcome.outputText.hasPrefix("differs: same (permissions 644 -> 600)\n"))
        #expect(shell.run("ferry check --size-only a/time b/time").status == 0)
        #expect(shell.run("ferry check --modify-window=1 a/time b/time").status == 0)
    }

    @Test("filters, sizes and symlinks decide what takes part, on both sides")
    func selection() {
        let shell = Shell()
        let options = "--exclude=o* --exclude=kind --exclude=link --exclude=both --exclude=time"
        let outcome = shell.run(Self.trees + "; ferry check \(options) --max-size=4 a b")
        #expect(outcome.status == 1)
        #expect(outcome.outputText.hasPrefix("differs: f (size 3 -> 5)\n"))
        #expect(shell.run("ferry check \(options) --exclude=f a b").status == 0)
        #expect(shell.run("ferry check \(options) --min-size=4 a b; ln -s f a/l2; cp -p a/f b/l2").status == 0)
        #expect(shell.run("ferry check -L a/l2 b/l2").status == 0)
    }

    @Test("a file is compared with its namesake in a directory")
    func files() {
        let shell = Shell()
        let outcome = shell.run(Self.trees + "; ferry check -q a/f b; echo $?; ferry check -q a a/f; echo $?")
        #expect(outcome.outputText == "1\n0\n")
    }

    @Test("names that are no text are shown in full, and exact in JSON")
    func oddNames() {
        let shell = Shell()
        let outcome = shell.run(
            #"mkdir a b; touch "a/$(printf 'new\nline')" "a/$(printf '\377')"; ferry check a b; ferry check --json a b"#
        )
        #expect(outcome.outputText.hasPrefix("missing: new\\#012line\nmissing: \\#377\n"))
        #expect(outcome.outputText.contains(#""path":"new\nline""#))
        #expect(outcome.outputText.contains(#""path_bytes":"/w==""#))
        #expect(outcome.outputText.contains(#""event":"summary","status":1,"same":1,"differing":0,"missing":2"#))
    }

    @Test("what cannot be read is undecided, and its content neither missing nor extra")
    func unreadable() {
        let shell = Shell()
        _ = shell.run("mkdir -p a/d b/d; touch a/d/x; chmod 0 b/d; chmod 777 .; chown -R 65534 a b")
        for pair in ["a b", "b a"] {
            let outcome = shell.run("ferry check \(pair)", unprivileged: true)
            #expect(outcome.status == 2)
            #expect(outcome.errorText == "ferry: cannot list 'd' on b: permission denied\n")
            #expect(outcome.outputText == "2 entries are the same, 1 could not be checked\n")
        }
    }

    @Test(
        "what cannot be followed has status 2 and one line",
        arguments: [
            ("a", "ferry: two locations are needed, 1 given; see 'ferry check --help'\n"),
            ("a nowhere", "ferry: cannot look at 'nowhere': no such file or directory\n"),
            ("--jsn a a", "ferry: unknown option '--jsn'; did you mean '--json'?\n"),
            ("a '' ", "ferry: a location must not be empty\n"),
        ])
    func refusals(_ words: String, _ message: String) {
        let shell = Shell()
        let outcome = shell.run("mkdir a; ferry check \(words)")
        #expect(outcome.status == 2)
        #expect(outcome.errorText == message)
    }

    @Test("two empty directories are the same; a full disk under the output is trouble")
    func ends() {
        let shell = Shell()
        #expect(shell.run("mkdir a b; ferry check a b").outputText == "1 entry is the same\n")
        let outcome = shell.run("ferry check a b > /dev/full")
        #expect(outcome.status == 2)
        #expect(outcome.errorText == "ferry: cannot write to standard output: No space left on device\n")
    }
}
