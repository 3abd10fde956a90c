import Harness
import Testing

@Suite("ferry put")
struct PutCommandTests {
    @Test("input becomes a file, and replaces an old one as if written into it")
    func stores() {
        let shell = Shell()
        #expect(shell.run("ferry put f", input: "text\n").status == 0)
        #expect(shell.look("cat f; chmod 640 f; echo other | ferry put f; stat -c %a f; cat f") == "text\n640\nother\n")
        #expect(shell.look("ferry put e < /dev/null; stat -c %s e") == "0\n")
        #expect(shell.run("head -c 3000000 /dev/urandom > r; cat r | ferry put s; cmp r s").status == 0)
        #expect(shell.run("echo x | ferry put --mkpath p/q/r; cat p/q/r").outputText == "x\n")
        #expect(shell.look(#"echo x | ferry put "$(printf 'a\n\377')"; ls | wc -l"#) == "7\n")
    }

    @Test("the old file stays until all input is there")
    func keepsOld() {
        let shell = Shell()
        let script = "echo old > f; (echo new; cat f >&2) | ferry put f; cat f"
        let outcome = shell.run(script)
        #expect(outcome.errorText == "old\n")
        #expect(outcome.outputText == "new\n")
    }

    @Test(
        "a signal discards what came in", arguments: ["INT", "TERM", "HUP"])
    func interrupted(_ signal: String) {
        let shell = Shell()
        let outcome = shell.run(
            """
            echo old > f; mkfifo p; (trap '' \(signal); exec sleep 20) > p & sleeper=$!
            env --default-signal=\(signal) "$FERRY" put f < p & ferry=$!
            until grep -q '^SigCgt:.*[1-9a-f]' /proc/$ferry/status && [ -n "$(readlink /proc/$ferry/fd/0)" ]; do :; done
            sleep 0.3; kill -\(signal) $ferry; wait $ferry; echo $?; kill -KILL $sleeper; cat f; ls -A
            """)
        #expect(outcome.outputText == "20\nold\nf\np\n")
        #expect(
            outcome.errorText.hasPrefix("ferry: interrupted; what was finished stays, nothing is half-written\n"))
    }

    @Test(
        "what cannot be written is refused in one line, and nothing is left",
        arguments: [
            ("ferry put d", "ferry: cannot replace 'd' on .: is a directory\n", 23),
            ("ferry put d/", "ferry: cannot write 'd/': a file name is needed\n", 3),
            ("ferry put p", "ferry: cannot replace 'p' on .: not a regular file\n", 23),
            ("ferry put n/f", "ferry: cannot write 'f' on n/: no such file or directory\n", 23),
            ("ferry put f <&-", "ferry: cannot read standard input: Bad file descriptor\n", 11),
            ("ferry put", "ferry: a file to write to has to be named; see --help\n", 1),
            ("ferry put a b", "ferry: only one location may be given\n", 1),
        ])
    func refusals(_ command: String, _ message: String, _ status: Int32) {
        let shell = Shell()
        let outcome = shell.run("mkdir d; mkfifo p; \(command)")
        #expect(outcome.status == status)
        #expect(outcome.errorText == message)
        #expect(shell.look("ls -A") == "d\np\n")
    }
}
