import Harness
import Testing

@Suite("ferry zsync")
struct ZsyncCommandTests {
    // MARK: With zsync's own programs

    @Test("control files are zsyncmake's", arguments: ["", "-b 4096", "-u http://host/new"])
    func makesTheSame(_ options: String) {
        let shell = Shell.zsync("same")
        #expect(
            shell.run("ferry zsync make \(options) new && zsyncmake \(options) -o theirs new 2>/dev/null").status == 0)
        #expect(shell.run("cmp new.zsync theirs").status == 0)
    }

    /// zsync fetches over HTTP only; a seed with all blocks needs no fetching.
    @Test func zsyncReadsOurs() {
        let shell = Shell.zsync("read by zsync")
        #expect(shell.run("ferry zsync make -b 1024 -o c.zsync new").status == 0)
        #expect(shell.run("zsync -i new -o out c.zsync > /dev/null 2>&1; cmp out new").status == 0)
    }

    @Test("the control files of zsyncmake are read", arguments: ["", "-b 1024", "-b 8192"])
    func readsTheirs(_ options: String) {
        let shell = Shell.zsync("read by ferry")
        #expect(shell.run("zsyncmake \(options) -o new.zsync new 2> /dev/null").status == 0)
        let outcome = shell.run(
            "ferry zsync get -s -i old -o out new.zsync && cmp out new && stat -c %Y out new | uniq | wc -l")
        #expect(outcome.status == 0)
        #expect(outcome.outputText == "1\n")
        #expect(outcome.fetched.map { $0 > 0 && $0 < (options == "-b 8192" ? 200_000 : 60_000) } == true)
        #expect(shell.look("ls") == "new\nnew.zsync\nold\nout\n")
    }

    /// An interrupted zsync leaves `NAME.part` too.
    @Test func eachTakesOverTheOthersPart() {
        let shell = Shell.zsync("part")
        #expect(shell.run("ferry zsync make new && head -c 150000 new > out.part").status == 0)
        #expect(
            shell.run("cp out.part saved; zsync -i new -o out new.zsync > /dev/null 2>&1; cmp out new").status
                == 0)
        let outcome = shell.run("rm out; cp saved out.part; ferry zsync get -s -o out new.zsync && cmp out new")
        #expect(outcome.status == 0)
        #expect(outcome.errorText.contains(" 149504 from an earlier run, 0 from seeds"))
    }

    // MARK: Putting together

    @Test("several seeds, the old file among them")
    func seeds() {
        let shell = Shell.zsync("seeds")
        let outcome = shell.run(
            """
            ferry zsync make new; head -c 100000 new > a; tail -c 100000 new > b; head -c 250000 new | tail -c 170000 > out
            ferry zsync get -s -i a -i b -o out new.zsync && cmp out new
            """)
        #expect(outcome.status == 0)
        #expect(outcome.fetched.map { $0 < 10_000 } == true)
    }

    /// Whether the result is hashed as it is written or read back, it is the right one or none.
    @Test("seeds in any order", arguments: ["-i a -i b", "-i b -i a", "--fsync=none -i b", "-i new --fsync=file"])
    func orders(_ options: String) {
        let shell = Shell.zsync("orders")
        let outcome = shell.run(
            """
            ferry zsync make new; head -c 100000 new > a; tail -c 220000 new > b
            ferry zsync get \(options) -o out new.zsync && cmp out new
            LC_ALL=C sed 's/^SHA-1:.*/SHA-1: da39a3ee5e6b4b0d3255bfef95601890afd80709/' new.zsync > c.zsync
            ferry zsync get \(options) -o other c.zsync; echo $?; ls other
            """)
        #expect(outcome.outputText == "12\n", "\(outcome.errorText)")
    }

    @Test("names and times come from the control file")
    func namesAndTimes() {
        let shell = Shell.zsync("names")
        let script = """
            mkdir there; mv new 'there/a b%41'; touch -d @1234567890 there/*; ferry zsync make 'there/a b%41'
            ferry zsync get -i old 'there/a b%41.zsync'; cmp 'a b%41' there/'a b%41'; stat -c '%n %Y' a*
            """
        #expect(shell.look(script) == "a b%41 1234567890\n")
        #expect(shell.look("grep -a ^URL there/*.zsync") == "URL: a%20b%2541\n")
        // Nothing that a stranger's control file says leads out of this directory, or to a hidden file.
        for name in ["../evil", "/tmp/evil", ".evil", "a/evil"] {
            let changed = "sed 's,^Filename:.*,Filename: \(name),' there/*.zsync > c.zsync"
            #expect(shell.run("\(changed); ferry zsync get -i old -i 'there/a b%41' c.zsync").status == 0)
            #expect(shell.look("cmp c there/'a b%41' && ls -A | grep -c evil; rm c") == "0\n")
        }
    }

    @Test("the empty file, and one byte")
    func smallest() {
        let shell = Shell()
        let script = """
            mkdir p; : > p/e; printf x > p/x; for f in e x; do ferry zsync make p/$f && ferry zsync get p/$f.zsync && cmp $f p/$f; done
            """
        #expect(shell.run(script).status == 0)
    }

    @Test("what was cut off is gone on with")
    func resumes() {
        let shell = Shell.zsync("resumed")
        let outcome = shell.run(
            """
            mkdir p; ferry zsync make -o p/new.zsync -u new new; ferry zsync get -i old -o out p/new.zsync; echo $?; ls
            rm old; mv new p; ferry zsync get -s -o out p/new.zsync && cmp out p/new; ls
            """)
        #expect(outcome.outputText == "23\nnew\nold\nout.part\np\nout\np\n")
        #expect(outcome.errorText.contains("cannot look at 'p/new': no such file or directory"))
        #expect(outcome.fetched.map { $0 > 0 && $0 < 60_000 } == true)
    }

    @Test("an unreachable file leaves nothing where nothing was found")
    func nothingFound() {
        let shell = Shell.zsync("nothing")
        let outcome = shell.run(
            "mkdir p; ferry zsync make -u sftp://localhost/new -o p/c.zsync new; rm new; ferry zsync get p/c.zsync")
        #expect(outcome.status == 4)
        #expect(outcome.errorText.split(separator: "\n").count == 1)
        #expect(shell.look("ls") == "old\np\n")
    }

    // MARK: Control files that lie

    @Test(
        "control files that are not one of the file",
        arguments: [
            ("s/^SHA-1: ./SHA-1: g/", 12), ("s/^SHA-1:.*/SHA-1: da39a3ee5e6b4b0d3255bfef95601890afd80709/", 12),
            ("/^SHA-1/d", 12), ("s/^Length:.*/Length: 400000/", 12), ("s/^Length:.*/Length: 9223372036854775807/", 12),
            ("s/^Length:.*/Length: 299999/", 23), ("s/^Length:.*/Length: -1/", 12),
            ("s/^Blocksize:.*/Blocksize: 0/", 12),
            ("s/^URL:.*/URL: /", 3), ("s,^URL:.*,URL: /etc/passwd,", 3), ("s/^URL:.*/URL: old/", 23),
            ("s/^Hash-Lengths:.*/Hash-Lengths: 1,9,99/", 12), ("s/^zsync:/psync:/", 12),
        ])
    func lies(_ change: String, _ status: Int32) {
        let shell = Shell()
        var r = SeededGenerator("lies")
        let new = r.bytes(300_000)
        shell.directory.write(new, "new")
        shell.directory.write(Array(new[..<250_000]), "old")
        let outcome = shell.run(
            "ferry zsync make new; LC_ALL=C sed -i '\(change)' new.zsync; echo keep > out; ferry zsync get -i old -o out new.zsync"
        )
        #expect(outcome.status == status, "\(outcome.errorText)")
        #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
        #expect(shell.look("cat out") == "keep\n")
    }

    /// With hashes cut to three bytes a stranger can make false matches; the digest of the whole file finds them.
    @Test func falseMatchesAreFetched() {
        let shell = Shell.zsync("false")
        let script = """
            ferry zsync make new; head -c 2048 new > half; cat half half old > seed; cp new.zsync c.zsync
            python3 - <<'E'
            import hashlib
            data = bytearray(open('c.zsync', 'rb').read())
            start = data.index(b'\\n\\n') + 2
            size = (len(data) - start) // -(-len(open('new', 'rb').read()) // 2048)
            data[start + size:start + 2 * size] = data[start:start + size]
            open('c.zsync', 'wb').write(data)
            E
            ferry zsync get -s -i seed -o out c.zsync && cmp out new
            """
        let outcome = shell.run(script)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.errorText.contains(": 0 from an earlier run, 0 from seeds, "), "\(outcome.errorText)")
    }

    @Test(
        "what cannot be done is said in one line",
        arguments: [
            ("ferry zsync", "'make' or 'get' has to be named; see --help", 1),
            ("ferry zsync find x", "'find' is not 'make' or 'get'", 1),
            ("ferry zsync make", "a file to describe has to be named; see --help", 1),
            ("ferry zsync make -b 1000 f", "-b: a block's length is a power of two up to 256 MiB", 1),
            ("ferry zsync make -i f f", "'-i' is for 'get'", 1), ("ferry zsync get -u x f", "'-u' is for 'make'", 1),
            ("ferry zsync make --fsync=none f", "'--fsync' is for 'get'", 1),
            ("ferry zsync make missing", "cannot open 'missing': No such file or directory", 11),
            ("ferry zsync make d", "cannot make a control file of 'd': it is no regular file", 3),
            ("ferry zsync get f", "cannot use 'f': this is no zsync control file", 12),
        ])
    func refusals(_ command: String, _ message: String, _ status: Int32) {
        let shell = Shell()
        let outcome = shell.run("mkdir d; echo text > f; \(command)")
        #expect(outcome.status == status)
        #expect(outcome.errorText == "ferry: \(message)\n")
        #expect(shell.look("ls -A") == "d\nf\n")
    }
}
