import Harness
import Testing

/// Check files at every kind of place that can be written.
@Suite("Check files at any place") struct CheckFilePlacesTests {
    private static let script = """
        set -e
        mkdir -p there/sub; cd there; printf data > sub/x; printf data > top; printf keep > keep.tmp
        for name in sub/x sub/gone top keep.tmp gone; do
            for kind in sha256 sha512 sha1 md5 ok chk sfv; do : > "$name.$kind"; done
        done
        sha256sum top gone.ok > SHA256SUMS; (cd sub; md5sum gone.ok > MD5SUMS)
        cd ..; mkdir -p here/sub; cp -p there/sub/x here/sub/x; cp -p there/top here/top
        """

    @Test(arguments: Places.all.filter(\.isWritable), ["--write-check-files", "--require-check-file"])
    func deletionSparesThem(_ place: Place, _ option: String) {
        let scratch = TemporaryDirectory()
        #expect(Program("sh").run(["-c", Self.script], in: scratch.path).status == 0)
        let name = "spared-at-\(place.name)-by\(option)"
        place.put(scratch.file("there"), name)
        let run = Place.ferry(
            ["sync", "--delete", "--exclude=*.tmp", option, scratch.file("here") + "/", place.location(name)],
            on: [place])
        #expect(run.status == 0, "\(run.errorText)")
        let content = place.content(name, scratch.file("content"))
        let names = Program("find").run([content, "-type", "f", "-printf", "%P\\n"]).outputText.split(separator: "\n")
        let spared = ["sha256", "sha512", "sha1", "md5", "ok", "chk", "sfv"].flatMap { kind in
            ["keep.tmp.\(kind)", "sub/x.\(kind)", "top.\(kind)"]
        }
        #expect(names.sorted() == (spared + ["SHA256SUMS", "keep.tmp", "sub/x", "top"]).map { $0[...] }.sorted())
    }
}
