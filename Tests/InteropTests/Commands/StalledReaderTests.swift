import Harness
import Testing

/// What commands do whose standard output is a pipe: nobody reads it any more, or nobody takes anything for now.
@Suite("Readers of standard output")
struct StalledReaderTests {
    /// More than a pipe holds, a hundred times what is read.
    private static let preparation = """
        mkdir d; seq -f d/a-rather-long-name-that-fills-a-pipe-%g 3000 | xargs touch
        head -c 40000000 /dev/urandom > big; ferry manifest create -o m d; mkdir none; ferry manifest create -o n none
        """

    /// Those whose worth is in what they print.
    static let filters = [
        "manifest create d", "manifest create --format=sha256sum d", "manifest convert --format=mtree m",
        "manifest verify -v m d", "manifest diff m n", "check -v d d", "list d", "cat big", "delta signature big -",
        "zsync make -o - big",
    ]

    @Test("one that has seen enough ends the command, as SIGPIPE ends others", arguments: filters)
    func leaving(_ command: String) {
        let outcome = Shell().run(
            """
            \(Self.preparation)
            { { ferry \(command); echo $? >&3; } | head -c 1 > /dev/null; } 3>&1
            """)
        #expect(outcome.outputText == "141\n" && outcome.errors.isEmpty, "\(command): \(outcome.errorText)")
    }

    @Test("one that takes nothing does not keep a signal from ending it", arguments: filters)
    func stalling(_ command: String) {
        let outcome = Shell().run(
            """
            \(Self.preparation)
            mkfifo pipe; exec 3<>pipe
            env --default-signal=INT "$FERRY" \(command) > pipe & program=$!
            (sleep 30; kill -KILL $program) 2>/dev/null & guard=$!
            sleep 1; kill -INT $program; wait $program; echo $?; kill $guard
            """)
        #expect(outcome.outputText == "20\n", "\(command)")
        #expect(outcome.errorText == "ferry: interrupted\n", "\(command)")
    }
}
