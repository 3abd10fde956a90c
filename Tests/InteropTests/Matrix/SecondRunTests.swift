import Glibc
import Harness
import Testing

/// A run that has nothing to do says nothing: what a place cannot keep is not planned for it in each run.
@Suite("A second run at any place") struct SecondRunTests {
    /// The places whose files have no times: there it takes what the last run remembers.
    private static let timeless = ["dav-pieces", "dav-rclone"]

    @Test(arguments: Places.writable) func isSilent(_ place: Place) {
        let scratch = TemporaryDirectory()
        let script = """
            set -e
            mkdir -p tree/sub/deep tree/empty; echo 1 > tree/one; echo 2 > tree/sub/two; echo 3 > tree/sub/deep/three
            find tree -exec touch -d '2021-03-04 05:06:07 UTC' {} +
            """
        precondition(Program("sh").run(["-c", script], in: scratch.path).status == 0)
        func sync(_ options: String...) -> Program.Outcome {
            Place.ferry(
                ["sync", "-a", "-i"] + options + [
                    scratch.file("tree") + "/", place.location("second-run-\(place.name)"),
                ],
                on: [place], environment: ["XDG_STATE_HOME": scratch.file("state")])
        }
        /// But for the closing line of a run that changes nothing.
        func expectSilence(_ outcome: Program.Outcome) {
            let lines = outcome.outputText.split(separator: "\n").filter { !$0.hasPrefix("0 files to send (0); ") }
            #expect(outcome.status == 0 && lines == [], "\(outcome.errorText)")
        }
        // What was changed within the kernel's tick before it is read is not remembered as sent.
        usleep(100_000)
        let first = sync()
        #expect(first.status == 0 && first.outputText.contains("sub/deep/three"), "\(first.errorText)")
        // Apache calls a file's tag by another name after the second in which it was written.
        if Self.timeless.contains(place.name) { sleep(2) }
        expectSilence(sync("-n"))
        expectSilence(sync())
        expectSilence(sync("-n"))
    }
}
