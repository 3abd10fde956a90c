import Harness
import Testing

/// Options that a place may have no means for: everything arrives all the same, or the run says that it cannot.
@Suite("Options at any place") final class OptionsOnPlacesTests {
    private static let places = Places.all.filter(\.isWritable)
    /// Where nothing can be renamed.
    private static let fixed = places.filter { $0.name == "s3" }
    private static let whole = places.filter { ["s3", "dav", "scp"].contains($0.name) }

    private let scratch = TemporaryDirectory()

    private func sh(_ script: String) {
        let outcome = Program("sh").run(["-c", "set -e\n" + script], in: scratch.path)
        precondition(outcome.status == 0, outcome.errorText)
    }

    private func sync(_ options: [String], to name: String, at place: Place) -> Program.Outcome {
        Place.ferry(["sync"] + options + [scratch.file("tree") + "/", place.location(name)], on: [place])
    }

    /// How the place differs from the tree `wanted`.
    private func difference(_ name: String, at place: Place, from wanted: String = "tree") -> String {
        let there = place.content(name, scratch.file("there"))
        return Program("diff").run(["-r", scratch.file(wanted), there]).outputText
    }

    @Test(arguments: places, ["--link-dest", "--copy-dest"])
    func whatAReferenceTreeHasArrives(_ place: Place, _ option: String) {
        sh("mkdir -p tree/sub; echo 1 > tree/a; echo 2 > tree/sub/b; cp -a tree wanted")
        let base = "options-\(place.name)\(option)"
        #expect(sync([], to: "\(base)-reference", at: place).status == 0)
        let options = ["\(option)=../\(base)-reference", "--remove-source-files"]
        let synced = sync(options, to: "\(base)-copy", at: place)
        #expect(synced.status == 0, "\(synced.errorText)")
        #expect(difference("\(base)-copy", at: place, from: "wanted") == "")
    }

    @Test(arguments: places)
    func everyNameOfAFileArrives(_ place: Place) {
        sh("mkdir tree; echo 1 > tree/a; ln tree/a tree/b; ln tree/a tree/c")
        let synced = sync(["-H"], to: "options-H-\(place.name)", at: place)
        #expect(synced.status == 0, "\(synced.errorText)")
        #expect(difference("options-H-\(place.name)", at: place) == "")
    }

    @Test(arguments: fixed, [false, true])
    func delayedUpdatesAreRefused(_ place: Place, _ isDryRun: Bool) {
        sh("mkdir tree; echo 1 > tree/a")
        let synced = sync(["--delay-updates"] + (isDryRun ? ["-n"] : []), to: "options-delay-\(place.name)", at: place)
        #expect(synced.status == 4 && synced.errorText.split(separator: "\n").count == 1, "\(synced.errorText)")
    }

    @Test(arguments: whole, ["--inplace", "--append", "--append-verify"])
    func writingInPlaceIsRefused(_ place: Place, _ option: String) {
        sh("mkdir tree; echo 1 > tree/a; echo 2 > tree/b")
        let synced = sync([option], to: "options-inplace-\(place.name)", at: place)
        #expect(synced.status == 4 && synced.errorText.split(separator: "\n").count == 1, "\(synced.errorText)")
        #expect(synced.errorText.contains("'\(option)'"), "\(synced.errorText)")
    }

    /// What only objects have must not be left out without a word: least of all that they are encrypted.
    @Test(arguments: places.filter { $0.name != "s3" })
    func whatOnlyObjectsHaveIsRefused(_ place: Place) {
        sh("mkdir tree; echo 1 > tree/a; head -c 32 /dev/urandom > key")
        for option in [
            "--sse=AES256", "--storage-class=GLACIER", "--cache-control=no-store", "--content-type=text/x-own",
            "--object-metadata=team=x", "--sse-c-key=\(scratch.file("key"))",
        ] {
            let synced = sync([option], to: "options-object-\(place.name)", at: place)
            let put = Place.ferry(["put", option, place.location("options-object")], on: [place])
            for run in [synced, put] {
                #expect(run.status == 4 && run.errorText.split(separator: "\n").count == 1, "\(run.errorText)")
                #expect(run.errorText.contains("'\(option.prefix { $0 != "=" })'"), "\(run.errorText)")
            }
        }
    }

    @Test(arguments: places.filter { $0.location("").contains("://") })
    func aSettingThatNobodyKnowsIsRefused(_ place: Place) {
        sh("mkdir tree")
        let words = ["sync", "-n", scratch.file("tree") + "/", place.location("logs?year=2024")]
        let synced = Place.ferry(words, on: [place])
        #expect(synced.status == 1 && synced.errorText.contains("setting"), "\(synced.errorText)")
    }
}
