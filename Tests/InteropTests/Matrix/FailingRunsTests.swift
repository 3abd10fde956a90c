import Harness
import Testing

/// What somebody meets who made a mistake, or thought better of it: one clear line, the right status, and nothing lost.
@Suite("Runs that fail") final class FailingRunsTests {
    private static let places = Places.remote + [Places.davInPieces]
    /// Places that want a password, and the name of the variable that has it.
    private static let guarded = places.filter { passwords(of: $0) != nil }
    private static func passwords(of place: Place) -> String? {
        place.environment.keys.first { $0.contains("PASSWORD") || $0.contains("SECRET") }
    }

    private let scratch = TemporaryDirectory()

    init() {
        let script = """
            mkdir tree local; head -c 40000000 /dev/zero > tree/large; for i in $(seq 50); do echo $i > tree/$i; done
            echo keep > local/keep
            """
        precondition(Program("sh").run(["-ec", script], in: scratch.path).status == 0)
    }

    /// - Parameter seconds: After which somebody presses Ctrl-C.
    private func sync(
        _ words: [String], at place: Place, _ more: [String: String] = [:], interruptedAfter seconds: String? = nil
    ) -> Program.Outcome {
        let interruption = ["--foreground", "-s", "INT", "-k", "15", seconds ?? "0", "env", "--default-signal=INT"]
        let environment = ["HOME": "/proc/none", "NETRC": "/proc/none", "XDG_STATE_HOME": scratch.file("state")]
        return Program("timeout").run(
            interruption + [Program.ferry.path, "sync"] + place.options + words, in: scratch.path,
            environment: environment.merging(place.environment) { $1 }.merging(more) { $1 })
    }

    private func lines(_ outcome: Program.Outcome) -> [String] {
        outcome.errorText.split(separator: "\n").map(String.init).filter { !$0.contains("sent without encryption") }
    }

    private func names(in directory: String) -> [Substring] {
        Program("ls").run(["-A", directory], in: scratch.path).outputText.split(separator: "\n")
    }

    // MARK: Ctrl-C

    /// Of the large file there is nothing that anybody sees; a later run may go on with what is hidden.
    private func isInOrder(_ names: [Substring]) -> Bool {
        let hidden = names.filter { $0.hasPrefix(".") }
        return !names.contains("large") && hidden.count <= 1 && hidden.allSatisfy { $0.hasPrefix(".large.ferry-") }
    }

    @Test(arguments: places.filter(\.isWritable)) func anUploadIsInterrupted(_ place: Place) {
        let name = "interrupted-up-\(place.name)"
        let words = ["--bwlimit=4M", scratch.file("tree") + "/", place.location(name)]
        let outcome = sync(words, at: place, interruptedAfter: "3")
        // As `timeout` has it, when it had to send the signal and no more.
        #expect(outcome.status == 124, "\(outcome.status)")
        #expect(lines(outcome) == ["ferry: interrupted; what was finished stays, nothing is half-written"])
        let left = names(in: place.content(name, scratch.file("there")))
        #expect(isInOrder(left), "\(left)")
    }

    @Test(arguments: places) func aDownloadIsInterrupted(_ place: Place) {
        let name = "interrupted-down-\(place.name)"
        place.put(scratch.file("tree"), name)
        let outcome = sync(["--bwlimit=4M", place.location(name) + "/", "copy"], at: place, interruptedAfter: "3")
        #expect(outcome.status == 124, "\(outcome.status)")
        #expect(lines(outcome) == ["ferry: interrupted; what was finished stays, nothing is half-written"])
        let left = names(in: "copy")
        #expect(isInOrder(left), "\(left)")
    }

    // MARK: Mistakes

    @Test(arguments: places) func aMissingSourceDeletesNothing(_ place: Place) {
        let outcome = sync(["--delete", place.location("no-such-directory") + "/", "local"], at: place)
        #expect(outcome.status == 23, "\(outcome.status)")
        let told = lines(outcome)
        #expect(told.count == 2 && told.first?.hasPrefix("ferry: cannot look at '") == true, "\(told)")
        #expect(told.first?.contains("no-such-directory") == true, "\(told)")
        #expect(told.first?.hasSuffix("': no such file or directory") == true, "\(told)")
        #expect(told.last?.hasPrefix("ferry: nothing was deleted") == true, "\(told)")
        #expect(names(in: "local") == ["keep"])
    }

    /// Also where a server answers for it with the slash as without.
    @Test(arguments: places) func aFileNamedAsADirectoryReplacesNothing(_ place: Place) {
        let name = "file-as-directory-\(place.name)"
        place.put(scratch.file("tree"), name)
        let outcome = sync(["--delete", place.location(name + "/1") + "/", "local"], at: place)
        #expect(outcome.status == 23, "\(outcome.status)")
        #expect(lines(outcome).last?.hasPrefix("ferry: nothing was deleted") == true, "\(lines(outcome))")
        #expect(names(in: "local") == ["keep"])
    }

    @Test(arguments: guarded, [false, true]) func aWrongPasswordIsTold(_ place: Place, _ isSource: Bool) {
        let wrong = [Self.passwords(of: place)!: "secret-word"]
        let there = place.location("some-directory")
        let words = isSource ? ["--delete", there + "/", "local"] : ["tree/", there]
        let outcome = sync(words, at: place, wrong)
        #expect(outcome.status == 5, "\(outcome.status)")
        let told = lines(outcome)
        #expect(told.count == 1 && told[0].hasPrefix("ferry: cannot connect to "), "\(told)")
        #expect(!outcome.errorText.contains("secret-word"))
        #expect(names(in: "local") == ["keep"])
    }
}
