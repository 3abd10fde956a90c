import Glibc
import Harness
import Testing

/// A run that has nothing to do says nothing: what a place cannot keep is not planned for it in each run.
@Suite("A second run at any place") struct SecondRunTests {
    /// The places whose files have no times: there it takes what the last run remembers.
    private static let timeless = ["dav-pieces", "dav-rclone"]

    /// Files whose times are finer than most places keep them, compared in other ways, or named when all were sent.
    @Test(arguments: Places.writable, ["-c", "--size-only", "--delay-updates"])
    func isSilentWithOption(_ place: Place, _ option: String) {
        let scratch = TemporaryDirectory()
        let script = """
            set -e
            mkdir -p tree/sub; echo 1 > tree/one; echo 2 > tree/sub/two; echo 3 > tree/sub/three
            find tree -exec touch -d '2021-03-04 05:06:07.89 UTC' {} +
            """
        precondition(Program("sh").run(["-c", script], in: scratch.path).status == 0)
        let there = place.location("second-run\(option)-\(place.name)")
        func sync(_ options: String...) -> Program.Outcome {
            Place.ferry(
                ["sync", "-rt"] + options + [scratch.file("tree") + "/", there], on: [place],
                environment: ["XDG_STATE_HOME": scratch.file("state")])
        }
        func expectNothingDone(_ outcome: Program.Outcome) {
            let text = outcome.outputText + outcome.errorText
            #expect(outcome.status == 0 && text.contains("0 files to send") || text.contains("0 files sent"), "\(text)")
            #expect(!text.contains("new metadata") && !text.contains("could not be set"), "\(text)")
        }
        usleep(100_000)
        // Objects cannot be renamed.
        let canDelay = place.name != "s3"
        if !canDelay && option == "--delay-updates" { return }
        #expect((canDelay ? sync("--delay-updates") : sync()).status == 0)
        if Self.timeless.contains(place.name) { sleep(2) }
        expectNothingDone(sync("-v", option))
        expectNothingDone(sync("-v", option))
    }

    /// A time that cannot be set is told once, and is no change.
    @Test(arguments: Places.writable, ["-c", "--size-only"])
    func timesThatCannotBeSetAreNoChange(_ place: Place, _ option: String) {
        let scratch = TemporaryDirectory()
        let script = "mkdir tree; echo 1 > tree/one; echo 2 > tree/two; touch -d '2021-03-04 05:06:07 UTC' tree/*"
        precondition(Program("sh").run(["-c", script], in: scratch.path).status == 0)
        let there = place.location("vain\(option)-\(place.name)")
        func sync(_ options: String...) -> Program.Outcome {
            Place.ferry(
                ["sync", "-rt", "-i"] + options + [scratch.file("tree") + "/", there], on: [place],
                environment: ["XDG_STATE_HOME": scratch.file("state")])
        }
        usleep(100_000)
        #expect(sync().status == 0)
        _ = Program("sh").run(["-c", "touch -d '2022-03-04 05:06:07 UTC' tree/*"], in: scratch.path)
        let first = sync(option)
        let text = first.outputText + first.errorText
        let isTold = first.errorText.contains("times could not be set")
        #expect(first.status == 0 && !(isTold && text.contains(".f..t")), "\(text)")
        #expect(!(isTold && text.contains("new metadata")), "\(text)")
        let second = sync(option)
        #expect(second.status == 0 && !second.outputText.contains(".f"), "\(second.outputText)")
        #expect(!second.errorText.contains("could not be set"), "\(second.errorText)")
    }

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
