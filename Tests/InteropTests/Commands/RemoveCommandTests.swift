import Harness
import Testing

@Suite("ferry remove")
struct RemoveCommandTests {
    @Test("a file, an empty directory, and with -r a tree")
    func removes() {
        let shell = Shell()
        _ = shell.run("mkdir -p t/a/b t/c e; touch f t/a/x t/a-b; ln -s ../f t/c/l")
        #expect(shell.look("ferry remove -rn t") == "t/a-b\nt/a/b/\nt/a/x\nt/a/\nt/c/l\nt/c/\nt/\n")
        let refused = shell.run("ferry remove t")
        #expect(refused.status == 23)
        #expect(
            refused.errorText
                == "ferry: cannot remove 't' on .: directory not empty; with -r, what is in it is removed too\n")
        #expect(shell.run("ferry remove -rv t/ f e; ls -A").outputText.hasSuffix("t/c/\nt/\nf\ne/\n"))
    }

    @Test("a symlink goes, and not what it leads to")
    func symlinks() {
        let shell = Shell()
        #expect(shell.look("mkdir d; touch d/f; ln -s d l; ferry remove -r l/; ls -R") == ".:\nd\n\n./d:\nf\n")
    }

    @Test(
        "what nobody means is refused before anything is removed",
        arguments: ["/", "//", ".", "..", "d/.", "d/..", "''"])
    func refusals(_ name: String) {
        let shell = Shell()
        let outcome = shell.run("mkdir d; touch f; ferry remove -r f \(name)")
        #expect([1, 3].contains(outcome.status))
        #expect(outcome.errorText.split(separator: "\n").count == 1)
        #expect(shell.look("ls") == "d\nf\n")
    }

    @Test("what is missing is an error, unless -f")
    func missing() {
        let shell = Shell()
        let outcome = shell.run("touch f; ferry remove nowhere f")
        #expect(outcome.status == 23)
        #expect(outcome.errorText == "ferry: cannot remove 'nowhere' on .: no such file or directory\n")
        #expect(shell.look("ls") == "")
        #expect(shell.run("ferry remove -f nowhere").status == 0)
    }

    @Test("what cannot go stays, with the directories that lead to it; all else goes")
    func partial() {
        let shell = Shell()
        _ = shell.run("mkdir -p t/a t/b; touch t/a/x t/b/y t/z; chmod 777 .; chown -R 65534 t; chmod 555 t/a")
        let outcome = shell.run("ferry remove -r t", unprivileged: true)
        #expect(outcome.status == 23)
        #expect(outcome.errorText == "ferry: cannot remove 't/a/x' on .: permission denied\n")
        #expect(shell.look("find t | sort") == "t\nt/a\nt/a/x\n")
    }

    @Test("--incomplete removes what dead writers left, and nothing else")
    func incomplete() {
        let shell = Shell()
        let outcome = shell.run(
            """
            mkdir -p t/d; touch t/f t/.f.ferry-ABCDEF t/d/.g.ferry-123456
            exec 9> t/d/.h.ferry-654321; flock 9; ferry remove --incomplete t; echo $?; find t -type f | sort
            """)
        #expect(outcome.outputText == "0\nt/d/.h.ferry-654321\nt/f\n")
    }
}
