import Harness
import Testing

/// What killed runs left on servers that do not say whether a writer lives: a day old, it goes; younger, it stays.
/// nginx is left out, which hides names that begin with a dot from whoever lists them.
@Suite("Leftovers on servers") struct LeftoverTests {
    static let places = Places.remote.filter { ["sftp", "scp", "ftp"].contains($0.name) } + [Places.davInPieces]

    /// A tree at a place, with an old leftover, a young one, and an old file whose name only looks like one.
    private static func litter(_ place: Place, _ test: String) -> (location: String, name: String) {
        let directory = TemporaryDirectory()
        let script = """
            mkdir -p tree/sub; echo x > tree/sub/f; cd tree/sub
            for i in .f.ferry-AbCd12 .f.ferry-Young1 .f.ferry-AbCd1; do echo half > $i; done
            touch -d '2 days ago' .f.ferry-AbCd12 .f.ferry-AbCd1
            """
        let made = Program("sh").run(["-ec", script], in: directory.path)
        precondition(made.status == 0, made.errorText)
        let name = "littered-\(test)-\(place.name)"
        place.put(directory.path + "/tree", name)
        return (place.location(name), name)
    }

    private static func names(_ place: Place, _ name: String) -> [Substring] {
        let scratch = TemporaryDirectory()
        return Program("ls").run(["-A", place.content(name, scratch.path) + "/sub"]).outputText.split(separator: "\n")
    }

    @Test(arguments: places) func aRunClearsWhatItMeets(_ place: Place) {
        let (to, name) = Self.litter(place, "run")
        let source = TemporaryDirectory()
        let made = Program("sh").run(["-ec", "mkdir sub; echo x > sub/f; touch -r sub/f sub"], in: source.path)
        #expect(made.status == 0)
        let synced = Place.ferry(["sync", source.path + "/", to], on: [place])
        #expect(synced.status == 0, "\(synced.errorText)")
        #expect(Self.names(place, name) == [".f.ferry-AbCd1", ".f.ferry-Young1", "f"])
    }

    @Test(arguments: places) func theyAreRemovedOnRequest(_ place: Place) {
        let (to, name) = Self.litter(place, "removal")
        let removed = Place.ferry(["remove", "--incomplete", "-v", to], on: [place])
        #expect(removed.status == 0, "\(removed.errorText)")
        #expect(removed.outputText.contains("1"), "\(removed.outputText)")
        #expect(Self.names(place, name) == [".f.ferry-AbCd1", ".f.ferry-Young1", "f"])
    }

    /// Nobody sees them as files.
    @Test(arguments: places) func listingsDoNotShowThem(_ place: Place) {
        let (to, _) = Self.litter(place, "list")
        let listed = Place.ferry(["list", "-r", to], on: [place])
        #expect(listed.status == 0 && !listed.outputText.contains("Young1"), "\(listed.outputText)")
        #expect(listed.outputText.contains(".f.ferry-AbCd1\n"), "\(listed.outputText)")
    }
}
