import Harness
import Testing

/// What concerns all commands.
@Suite("ferry")
struct ProgramTests {
    @Test("a mistyped command is named, with advice")
    func unknownCommand() {
        let shell = Shell()
        let outcome = shell.run("ferry chek a b")
        #expect(outcome.status == 1)
        #expect(outcome.errorText == "ferry: unknown command 'chek'; did you mean 'check'?\n")
        #expect(shell.run("ferry").status == 1)
    }

    @Test("a dry run of ferry sync tells what would be done, and one of ferry rsync as much as rsync does")
    func dryRun() {
        let shell = Shell()
        let outcome = shell.run("mkdir a; printf content > a/f; ferry sync -n a b; ferry rsync -rn a b; ls")
        #expect(outcome.outputText.hasPrefix("created directory b\ncd+++++++++ a/\n>f+++++++++ a/f\n1 file to send (7"))
        #expect(outcome.outputText.hasSuffix("s\na\n"))
        #expect(shell.run("ferry sync -nq a b").outputText == "")
    }

    @Test("closed standard streams are nobody's file")
    func closedStreams() {
        let shell = Shell()
        _ = shell.run("mkdir a; printf content > a/f; ferry sync -v a/ b/ >&- 2>&- <&-")
        #expect(shell.run("cmp a/f b/f").status == 0)
    }

    @Test("a signal ends a listing that nobody reads")
    func interruptedListing() {
        let outcome = Shell().run(
            """
            mkdir d; seq -f d/a-rather-long-name-that-fills-a-pipe-%g 3000 | xargs touch; mkfifo pipe; exec 3<>pipe
            env --default-signal=TERM "$FERRY" list -r d > pipe & program=$!
            (sleep 30; kill -KILL $program) 2>/dev/null & guard=$!
            sleep 1; kill -TERM $program; wait $program; echo $?; kill $guard
            """)
        #expect(outcome.outputText == "20\n")
    }

    @Test("a rule of a merge file that is not understood ends the run, as it ends rsync", arguments: ["a", "b"])
    func wrongMergeFile(place: String) {
        let shell = Shell()
        let start = "mkdir -p a/d b/d; touch a/d/f b/x b/d/y; echo nonsense > \(place)/d/.rules; "
        let outcome = shell.run(start + "ferry rsync -a --delete --filter=': .rules' a/ b; echo $?; ls b")
        #expect(outcome.outputText.hasPrefix("1\n"))
        #expect(outcome.errorText.hasPrefix("rsync: unknown filter rule 'nonsense' (d/.rules:1)\n"))
        let peer = Shell().run(start + "rsync -a --delete --filter=': .rules' a/ b 2>/dev/null; echo $?")
        #expect(peer.outputText == "1\n")
    }

    @Test("a signal ends a sync in good order: whole files or none, and no litter")
    func interruptedSync() {
        let shell = Shell()
        let outcome = shell.run(
            """
            mkdir a; for i in $(seq 200); do head -c 100000 /dev/zero > a/$i; done
            env --default-signal=TERM "$FERRY" sync --bwlimit=1M a/ b & ferry=$!
            until [ "$(ls b 2>/dev/null | wc -l)" -gt 3 ] || ! kill -0 $ferry 2>/dev/null; do :; done
            kill -TERM $ferry; wait $ferry; echo $?; find b -type f ! -size 100000c; find b -name '.*.ferry-*'
            ferry sync a/ b; ferry check -c a b
            """)
        #expect(outcome.outputText == "20\n201 entries are the same\n" || outcome.outputText.hasPrefix("0\n"))
    }
}
