import Harness
import Testing

@Suite("ferry list, cat")
struct PlaceCommandTests {
    @Test("a long listing has the lines of rsync --list-only")
    func longListing() {
        let shell = Shell()
        let outcome = shell.run(
            """
            mkdir -p t/d/e t/d-; printf 12345 > t/d/f; ln -s d t/l; mkfifo t/p; touch -d @1700000000 t/d/f
            ferry list -rl t > ours; rsync -r --links --list-only --specials t/ | grep -v ' \\.$' > theirs
            sort -k5 ours > ours.sorted; sort -k5 theirs | diff ours.sorted -
            """)
        #expect(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
    }

    @Test("names come in byte order, a directory with its slash, filtered")
    func names() {
        let shell = Shell()
        _ = shell.run("mkdir -p t/a; touch t/a-b t/a/x t/b.o")
        #expect(shell.look("ferry list t") == "a-b\na/\nb.o\n")
        #expect(shell.look("ferry list -r --exclude='*.o' t/") == "a-b\na/\na/x\n")
        #expect(shell.look("ferry list t/b.o") == "b.o\n")
        #expect(shell.look("ferry list -0 t | tr '\\0' '!'") == "a-b!a/!b.o!")
        #expect(shell.look("mkdir e; ferry list e") == "")
    }

    @Test("what is not there, and a reader who leaves")
    func listingFailures() {
        let shell = Shell()
        let missing = shell.run("ferry list nowhere")
        #expect(missing.status == 23)
        #expect(missing.errorText == "ferry: cannot look at 'nowhere': no such file or directory\n")
        #expect(shell.run("ferry list").status == 1)
        #expect(shell.run("ferry list rsync://host/dir").status == 4)
        #expect(shell.run("for i in $(seq 3000); do : > f$i; done; ferry list . | head -1 >/dev/null").errors.isEmpty)
    }

    @Test("files are written out one after the other, and failures do not keep the others")
    func cat() {
        let shell = Shell()
        let outcome = shell.run(
            "printf one > a; printf two > b; mkdir d; mkfifo p; ln -s b l; ferry cat a d nowhere p l")
        #expect(outcome.outputText == "onetwo")
        #expect(outcome.status == 23)
        #expect(
            outcome.errorText == """
                ferry: cannot read 'd': is a directory
                ferry: cannot look at 'nowhere': no such file or directory
                ferry: cannot read 'p': not a regular file

                """)
        #expect(shell.look("ferry cat --offset=1 --length=1 a b") == "nw")
        #expect(shell.look("ferry cat --offset=9 a") == "")
        #expect(shell.run("ferry cat a > /dev/full").status == 11)
        #expect(shell.run("ferry cat a >&-").status == 11)
    }

    @Test("a large file comes through whole, or as far as somebody reads")
    func largeFile() {
        let shell = Shell()
        #expect(shell.run("head -c 5000000 /dev/urandom > f; ferry cat f | cmp - f").status == 0)
        let outcome = shell.run("ferry cat f | head -c 1 | wc -c")
        #expect(outcome.outputText == "1\n")
        #expect(outcome.errorText == "")
    }
}
