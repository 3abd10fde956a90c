import Harness
import Testing

/// What becomes of `ferry zsync get` where something is cut off or a place is not what it should be.
@Suite("ferry zsync, going on") struct ZsyncRecoveryTests {
    // MARK: Runs that are cut off

    @Test("what was fetched stays when the disk is full")
    func fullDisk() {
        let shell = Shell.zsync("full")
        let outcome = shell.run(
            """
            mkdir p; mv new p; ferry zsync make p/new
            (trap '' XFSZ; ulimit -f 256; ferry zsync get -o out p/new.zsync); echo $?; ls
            ferry zsync get -s -o out p/new.zsync && cmp out p/new
            """)
        #expect(outcome.outputText == "23\nold\nout.part\np\n")
        #expect(outcome.errorText.contains(": 131072 from an earlier run, 0 from seeds, "), "\(outcome.errorText)")
    }

    /// A signal comes with the first write, and between pieces that are fetched or read is when it is noticed.
    @Test("a signal leaves what was got", arguments: ["", "-i old"])
    func interrupted(_ options: String) {
        let shell = Shell.zsync("interrupted", size: 2_000_000)
        let outcome = shell.run(
            """
            mkdir p; mv new p; ferry zsync make p/new
            strace -f -qq -o /dev/null -e trace=pwrite64 -e signal=none -e inject=pwrite64:signal=INT:when=1 \
                "$FERRY" zsync get \(options) -o out p/new.zsync; echo $?; ls
            ferry zsync get -s -o out p/new.zsync && cmp out p/new
            """)
        #expect(outcome.outputText == "20\nold\nout.part\np\n")
        let lines = outcome.errorText.split(separator: "\n")
        #expect(lines.first == "ferry: interrupted" && lines.count == 2, "\(outcome.errorText)")
        #expect(!outcome.errorText.contains(": 0 from an earlier run"), "\(outcome.errorText)")
        #expect(outcome.fetched != 0, "\(outcome.errorText)")
    }

    /// Neither is it an error of that place, nor a reason to ask another.
    @Test("a signal while a server is asked", arguments: ["http://127.0.0.1:$port/c.zsync", "p/new.zsync"])
    func interruptedBeforeAnything(_ control: String) {
        let shell = Shell.zsync("asked")
        let server = """
            import socket, time
            s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); time.sleep(60)
            """
        let outcome = shell.run(
            """
            mkdir p; mv new p
            python3 -c "\(server)" > port & server=$!
            until [ -s port ]; do sleep 0.1; done; port=$(cat port); ferry zsync make -u http://127.0.0.1:$port/new -u new p/new
            timeout --foreground --preserve-status -s INT 1 "$FERRY" zsync get "\(control)"; echo $?; kill $server; ls
            """)
        #expect(outcome.outputText == "20\nold\np\nport\n")
        #expect(outcome.errorText == "ferry: interrupted\n")
    }

    // MARK: Several places

    /// The first has other content of the same length, from the beginning on or from some place in it.
    @Test("what one place has not comes from the next", arguments: ["cat old old", "head -c 150000 p/new; cat old"])
    func severalPlaces(_ bad: String) {
        let shell = Shell.zsync("places")
        let script = """
            mkdir p; mv new p; { \(bad); } | head -c $(stat -c %s p/new) > p/bad
            ferry zsync make -u missing -u bad -u new p/new; ferry zsync get -s -o out p/new.zsync && cmp out p/new
            """
        let outcome = shell.run(script)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.fetched == Int(shell.look("stat -c %s out").dropLast()))
        // Nothing but the digest of the whole file tells them apart.
        let blind = """
            ferry zsync make -u bad -u new p/new; rm out
            python3 - <<'E'
            data = open('p/new.zsync', 'rb').read()
            head, sums = data.split(b'\\n\\n', 1)
            bad = open('bad.zsync', 'rb').read().split(b'\\n\\n', 1)[1]
            open('p/new.zsync', 'wb').write(head + b'\\n\\n' + bad)
            E
            ferry zsync get -o out p/new.zsync && cmp out p/new
            """
        let second = shell.run("ferry zsync make -o bad.zsync p/bad; \(blind)")
        #expect(second.status == 0, "\(second.errorText)")
    }

    @Test("a block that no place has")
    func noPlaceIsRight() {
        let shell = Shell.zsync("nowhere")
        let script = """
            mkdir p; mv new p; (head -c 200000 p/new; cat old) | head -c $(stat -c %s p/new) > p/bad
            ferry zsync make -u bad p/new; ferry zsync get -o out p/new.zsync; echo $?; ls
            mv p/new p/bad; ferry zsync get -s -o out p/new.zsync
            """
        let outcome = shell.run(script)
        #expect(outcome.outputText == "12\nold\nout.part\np\n")
        #expect(outcome.errorText.contains(" is not what is published: the checksum of a block differs\n"))
        #expect(outcome.errorText.contains(": 198656 from an earlier run, 0 from seeds, "), "\(outcome.errorText)")
    }
}
